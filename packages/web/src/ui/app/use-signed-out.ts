import type { Connection } from '@tieline/client';
import type { SeatId, SignInSurface } from '@tieline/protocol';
import { useEffect } from 'react';
import { closeNotices } from '../alerts/notices.ts';
import { deleteDrafts } from '../composer/drafts.ts';
import { rememberPlace } from './place.ts';

/** Milliseconds: a browser that does not answer must not keep anybody on the page. */
const leaveWithinMs = 1000;

/** Back to the log-in page, which says why. */
export function useSignedOut(connection: Connection, seat: SeatId | undefined, surface: SignInSurface): void {
  const isOut = connection.state === 'signed-out';
  // Whoever was not signed in when the page opened has lost nothing: no reason to tell.
  const reason = isOut ? (seat ? connection.reason : 'not-signed-in') : null;
  useEffect(() => {
    if (reason === null) return;
    const leave = () => location.replace(`/?${new URLSearchParams({ reason, side: surface }).toString()}`);
    if (reason !== 'logged-out' || !seat) {
      rememberPlace();
      return leave();
    }
    // Here or in another tab; the client has deleted its messages already.
    deleteDrafts(seat);
    const taken = closeNotices((subject) => subject.seat === seat);
    void Promise.race([taken, new Promise((resolve) => setTimeout(resolve, leaveWithinMs))]).finally(leave);
  }, [reason, seat, surface]);
}
