import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ErrorCode, errorTable, type SignInSurface, subprotocol } from '@tieline/protocol';
import { Busy } from '../../concurrency/admission.ts';
import type { Actor } from '../../features/context.ts';
import { isPassingFault } from '../../features/faults.ts';
import type { Authenticated } from '../../features/sessions/authenticate.ts';
import type { NodeLimits } from '../../node/limits.ts';
import { asSurface } from '../authentication/request-token.ts';
import type { ConnectionAdmission } from './connection-admission.ts';
import type { Authenticator } from '../authentication/authenticator.ts';
import type { DelayRefusal } from '../limits/delay-refusals.ts';
import type { SlotLimit, Slots } from '../limits/slots.ts';
import type { SocketSlot, SocketSlots } from '../limits/socket-slots.ts';

const path = '/api/v1/socket';

export interface AdmitOptions {
  readonly isOriginAllowed: (origin: string | undefined) => boolean;
  readonly addressOf: (request: IncomingMessage) => string;
  readonly authenticator: Authenticator;
  readonly admission: ConnectionAdmission;
  readonly slots: Slots;
  readonly socketSlots: SocketSlots;
  readonly delayRefusal: DelayRefusal;
  readonly limits: NodeLimits;
}

/** A socket that may be opened. `idle`: its client reports that nobody is in front of it (PRES-7). */
export interface Admitted {
  readonly actor: Actor;
  readonly idle: boolean;
  /** To be called once the socket has its welcome, or is gone: then the next one is admitted. */
  readonly finishAdmission: () => void;
  /** To be released when the socket is gone. */
  readonly slot: SocketSlot;
}

/**
 * Decides about a request for a socket, which may wait for its turn after a restart. `hasGivenUp`: whether the client has
 * hung up meanwhile.
 */
export async function admitSocket(
  options: AdmitOptions,
  request: IncomingMessage,
  hasGivenUp: () => boolean,
): Promise<Admitted | ErrorCode> {
  const address = `http://tieline${request.url ?? '/'}`;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.pathname !== path) return 'not-found';
  if (!options.isOriginAllowed(request.headers.origin)) return 'origin-not-allowed';
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  if (!offered.includes(subprotocol)) return 'protocol-version';
  const surface = asSurface(url.searchParams.get('surface'));
  if (surface === null) return 'invalid';
  const idle = url.searchParams.get('idle') === 'true';
  const actor = await identify(options, request, surface, hasGivenUp);
  if (typeof actor === 'string') return actor;
  if (options.authenticator.rates.isFlooding(actor)) return 'too-many-requests';
  // Taken before the wait for admission, so that of many requests in one moment each is counted.
  const slot = takeSlots(options, actor);
  if (typeof slot === 'string') return slot;
  const finishAdmission = await awaitAdmission(options.admission, actor, hasGivenUp).catch(
    (error: unknown) => {
      slot.release();
      throw error;
    },
  );
  if (finishAdmission) return { actor, idle, finishAdmission, slot };
  slot.release();
  return 'unavailable';
}

/** Takes a slot of the session, one of the seat and one of the node. */
function takeSlots({ slots, socketSlots, limits }: AdmitOptions, actor: Actor): SocketSlot | ErrorCode {
  const release = slots.take(slotLimitsOf(limits, actor));
  if (!release) return 'too-many-requests';
  const slot = socketSlots.take(seatOf(actor));
  if (!slot) {
    release();
    return 'unavailable';
  }
  return {
    allowEviction: slot.allowEviction,
    release: () => {
      release();
      slot.release();
    },
  };
}

const seatOf = ({ tenant, seat }: Actor): string => `seat ${tenant} ${seat}`;

/** Resolves with the function that ends the admission; null where the client gave up while it waited. */
async function awaitAdmission(
  admission: ConnectionAdmission,
  { isBack, tenant }: Authenticated,
  hasGivenUp: () => boolean,
): Promise<(() => void) | null> {
  const finishAdmission = await (isBack ? admission.resuming : admission.starting).enter(tenant);
  if (!hasGivenUp()) return finishAdmission;
  finishAdmission();
  return null;
}

async function identify(
  { admission, authenticator, addressOf }: AdmitOptions,
  request: IncomingMessage,
  surface: SignInSurface,
  hasGivenUp: () => boolean,
): Promise<Awaited<ReturnType<Authenticator['identify']>> | 'unavailable'> {
  const finish = await admission.resuming.enter(authenticator.queueOf(request.headers, surface));
  try {
    // Saves a query for a client that gave up while it waited.
    if (hasGivenUp()) return 'unavailable';
    return await authenticator.identify(request.headers, surface, addressOf(request));
  } finally {
    finish();
  }
}

function slotLimitsOf(limits: NodeLimits, actor: Actor): SlotLimit[] {
  return [
    { key: `session ${actor.session}`, most: limits.socketsOfSession },
    { key: seatOf(actor), most: limits.socketsOfSeat },
  ];
}

/** The code that a client gets for a fault during its admission. */
export function codeOfFault(error: unknown): ErrorCode {
  return error instanceof Busy || isPassingFault(error) ? 'unavailable' : 'internal';
}

/** Answers in HTTP, as there is no socket yet. */
export function rejectUpgrade(stream: Duplex, code: ErrorCode): void {
  const { status, sentence, retry } = errorTable[code];
  const body = JSON.stringify({ code, sentence, retry });
  // A client that never closes its side would keep the connection open.
  stream.once('finish', () => stream.destroy());
  stream.end(
    `HTTP/1.1 ${status} ${code}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
