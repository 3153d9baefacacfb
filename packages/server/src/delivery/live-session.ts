import type { SeatId, SessionId, SignInSurface, TenantId } from '@tieline/protocol';

/** One connected socket of a session, as delivery sees it. */
export interface LiveSession {
  /** Of the socket, among all nodes. */
  readonly id: string;
  readonly tenant: TenantId;
  readonly seat: SeatId;
  readonly session: SessionId;
  readonly surface: SignInSurface;
  /** Sends an encoded frame. */
  push(frame: string): void;
  /** Sends the last frame and closes. */
  end(frame: string): void;
}

/** A command that came by a socket. */
export interface Asked {
  readonly socket: LiveSession;
  /** The number of its frame. */
  readonly re: number;
  /** Whether its answer has left, at its place among the events. */
  answered: boolean;
}
