import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ErrorCode, errorTable, type SignInSurface, subprotocol } from '@tieline/protocol';
import { Busy } from '../../concurrency/admission.ts';
import type { Actor } from '../../features/context.ts';
import { isPassingFault } from '../../features/faults.ts';
import type { Authenticated } from '../../features/sessions/authenticate.ts';
import type { NodeLimits } from '../../node/limits.ts';
import { asSurface } from '../authentication/request-token.ts';
import type { Doors } from './connection-admission.ts';
import type { Entrance } from '../authentication/authenticator.ts';
import type { RefuseLate } from '../limits/delay-refusals.ts';
import type { Count, Places } from '../limits/slots.ts';
import type { SocketPlace, SocketRoom } from '../limits/socket-slots.ts';

const path = '/api/v1/socket';

export interface AdmitOptions {
  readonly isOriginAllowed: (origin: string | undefined) => boolean;
  readonly addressOf: (request: IncomingMessage) => string;
  readonly entrance: Entrance;
  readonly doors: Doors;
  readonly places: Places;
  readonly room: SocketRoom;
  readonly refuseLate: RefuseLate;
  readonly limits: NodeLimits;
}

/** Who may come in. `idle`: the window says that nobody is in front of it (PRES-7). */
export interface Admitted {
  readonly actor: Actor;
  readonly idle: boolean;
  /** To be called when the socket has been welcomed, or is gone: the next one comes in. */
  readonly leaveDoor: () => void;
  /** To be left when the socket is gone. */
  readonly place: SocketPlace;
}

/** Decides about a request for a socket. After a storm it waits for its turn at the door. `hasLeft`: it gave up. */
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
  if (options.entrance.rates.isFlooding(actor)) return 'too-many-requests';
  // Between the count and the place nothing is waited for: of many that ask at the same moment each is counted.
  const place = takePlace(options, actor);
  if (typeof place === 'string') return place;
  const leaveDoor = await passDoor(options.doors, actor, hasLeft).catch((error: unknown) => {
    place.leave();
    throw error;
  });
  if (leaveDoor) return { actor, idle, leaveDoor, place };
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

/** The way to leave the door again; null where the one who waited has left. */
async function passDoor(
  doors: Doors,
  { isBack, tenant }: Authenticated,
  hasLeft: () => boolean,
): Promise<(() => void) | null> {
  const leaveDoor = await (isBack ? doors.resume : doors.start)(tenant);
  if (!hasLeft()) return leaveDoor;
  leaveDoor();
  return null;
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
