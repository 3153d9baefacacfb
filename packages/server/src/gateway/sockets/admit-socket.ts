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
import type { RefuseLate } from '../limits/delay-refusals.ts';
import type { Count, Places } from '../limits/slots.ts';
import type { SocketPlace, SocketRoom } from '../limits/socket-slots.ts';

const path = '/api/v1/socket';

export interface AdmitOptions {
  readonly isOriginAllowed: (origin: string | undefined) => boolean;
  readonly addressOf: (request: IncomingMessage) => string;
  readonly authenticator: Authenticator;
  readonly admission: ConnectionAdmission;
  readonly places: Places;
  readonly room: SocketRoom;
  readonly refuseLate: RefuseLate;
  readonly limits: NodeLimits;
}

/** Who may come in. `idle`: the window says that nobody is in front of it (PRES-7). */
export interface Admitted {
  readonly actor: Actor;
  readonly idle: boolean;
  /** To be called when the socket has been welcomed, or is gone: the next one is admitted. */
  readonly finishAdmission: () => void;
  /** To be left when the socket is gone. */
  readonly place: SocketPlace;
}

/** Decides about a request for a socket, which may wait for its turn after a restart. `hasLeft`: the client gave up. */
export async function admitSocket(
  options: AdmitOptions,
  request: IncomingMessage,
  hasLeft: () => boolean,
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
  const actor = await identify(options, request, surface, hasLeft);
  if (typeof actor === 'string') return actor;
  if (options.authenticator.rates.isFlooding(actor)) return 'too-many-requests';
  // Between the count and the place nothing is waited for: of many that ask at the same moment each is counted.
  const place = takePlace(options, actor);
  if (typeof place === 'string') return place;
  const finishAdmission = await awaitAdmission(options.admission, actor, hasLeft).catch((error: unknown) => {
    place.leave();
    throw error;
  });
  if (finishAdmission) return { actor, idle, finishAdmission, place };
  place.leave();
  return 'unavailable';
}

/** One of the places of its session and seat, and of the node. */
function takePlace({ places, room, limits }: AdmitOptions, actor: Actor): SocketPlace | ErrorCode {
  const leave = places.take(countsOf(limits, actor));
  if (!leave) return 'too-many-requests';
  const place = room.take(seatOf(actor));
  if (!place) {
    leave();
    return 'unavailable';
  }
  return {
    mayGiveWay: place.mayGiveWay,
    leave: () => {
      leave();
      place.leave();
    },
  };
}

const seatOf = ({ tenant, seat }: Actor): string => `seat ${tenant} ${seat}`;

/** What gives the place of the admission back; null where the client gave up while it waited. */
async function awaitAdmission(
  admission: ConnectionAdmission,
  { isBack, tenant }: Authenticated,
  hasLeft: () => boolean,
): Promise<(() => void) | null> {
  const finishAdmission = await (isBack ? admission.resuming : admission.starting).enter(tenant);
  if (!hasLeft()) return finishAdmission;
  finishAdmission();
  return null;
}

async function identify(
  { admission, authenticator, addressOf }: AdmitOptions,
  request: IncomingMessage,
  surface: SignInSurface,
  hasLeft: () => boolean,
): Promise<Awaited<ReturnType<Authenticator['identify']>> | 'unavailable'> {
  const leave = await admission.resuming.enter(authenticator.queueOf(request.headers, surface));
  try {
    // Whoever gave up while waiting is not worth a question to the database.
    if (hasLeft()) return 'unavailable';
    return await authenticator.identify(request.headers, surface, addressOf(request));
  } finally {
    leave();
  }
}

function countsOf(limits: NodeLimits, actor: Actor): Count[] {
  return [
    { key: `session ${actor.session}`, most: limits.socketsOfSession },
    { key: seatOf(actor), most: limits.socketsOfSeat },
  ];
}

/** What a fault in admitting is to the client. */
export function codeOfFault(error: unknown): ErrorCode {
  return error instanceof Busy || isPassingFault(error) ? 'unavailable' : 'internal';
}

/** Answers in HTTP, as there is no socket yet. */
export function rejectUpgrade(stream: Duplex, code: ErrorCode): void {
  const { status, sentence, retry } = errorTable[code];
  const body = JSON.stringify({ code, sentence, retry });
  // Nothing else would end the line of a client that does not.
  stream.once('finish', () => stream.destroy());
  stream.end(
    `HTTP/1.1 ${status} ${code}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
