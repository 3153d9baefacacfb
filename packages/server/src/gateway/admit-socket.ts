import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ErrorCode, errorTable, type SignInSurface, subprotocol } from '@tieline/protocol';
import { Busy } from '../admission.ts';
import type { Actor, Context } from '../features/context.ts';
import { isPassingFault } from '../features/faults.ts';
import type { NodeLimits } from '../limits.ts';
import { asSurface } from './credentials.ts';
import type { Doors } from './doors.ts';
import type { Entrance } from './entrance.ts';

const path = '/api/v1/socket';

export interface AdmitOptions {
  readonly isOriginAllowed: (origin: string | undefined) => boolean;
  readonly addressOf: (request: IncomingMessage) => string;
  readonly entrance: Entrance;
  readonly doors: Doors;
  readonly limits: NodeLimits;
}

/** Who may come in. `idle`: the window says that nobody is in front of it (PRES-7). */
export interface Admitted {
  readonly actor: Actor;
  readonly idle: boolean;
  /** To be called when the socket has been welcomed, or is gone: the next one comes in. */
  readonly leaveDoor: () => void;
}

/** Decides about a request for a socket. After a storm it waits for its turn at the door. `hasLeft`: it gave up. */
export async function admitSocket(
  context: Context,
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
  if (isCrowded(context, options.limits, actor)) return 'too-many-requests';
  const door = actor.isBack ? options.doors.resume : options.doors.start;
  const leaveDoor = await door(actor.tenant);
  if (!hasLeft()) return { actor, idle, leaveDoor };
  leaveDoor();
  return 'unavailable';
}

async function identify(
  { doors, entrance, addressOf }: AdmitOptions,
  request: IncomingMessage,
  surface: SignInSurface,
  hasLeft: () => boolean,
): Promise<Awaited<ReturnType<Entrance['identify']>> | 'unavailable'> {
  const leave = await doors.resume(entrance.lineOf(request.headers, surface));
  try {
    // Whoever gave up while waiting is not worth a question to the database.
    if (hasLeft()) return 'unavailable';
    return await entrance.identify(request.headers, surface, addressOf(request));
  } finally {
    leave();
  }
}

function isCrowded({ liveSessions }: Context, limits: NodeLimits, { session, seat, tenant }: Actor): boolean {
  return (
    liveSessions.countOf(session) >= limits.socketsOfSession ||
    liveSessions.countOfSeat(tenant, seat) >= limits.socketsOfSeat
  );
}

/** What a fault in admitting is to the client. */
export function codeOfFault(error: unknown): ErrorCode {
  return error instanceof Busy || isPassingFault(error) ? 'unavailable' : 'internal';
}

/** Answers in HTTP, as there is no socket yet. */
export function rejectUpgrade(stream: Duplex, code: ErrorCode): void {
  const { status, sentence, retry } = errorTable[code];
  const body = JSON.stringify({ code, sentence, retry });
  stream.end(
    `HTTP/1.1 ${status} ${code}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
