import type { SeatId, SessionId, SignInSurface, TenantId } from '@tieline/protocol';

/** One connected socket of a session, as delivery sees it. */
export interface LiveSession {
  readonly tenant: TenantId;
  readonly seat: SeatId;
  readonly session: SessionId;
  readonly surface: SignInSurface;
  /** Sends an encoded frame. */
  push(frame: string): void;
  /** Sends the last frame and closes. */
  end(frame: string): void;
}
