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

/** The socket that a command came by. */
export interface CommandOrigin {
  readonly socket: LiveSession;
  /** Whether the command has been answered already, as it took too long. */
  readonly isAnswered: boolean;
}
