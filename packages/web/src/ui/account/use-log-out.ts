import type { ClientState, TielineClient } from '@tieline/client';
import type { SeatId } from '@tieline/protocol';
import { useSelf, useTieline } from '../app/client-context.tsx';
import { deleteDrafts, draftsOf } from '../composer/drafts.ts';
import { faultText } from '../texts/sentences.ts';
import { showToast } from '../elements/toasts.tsx';

/** Logs out; what is kept here goes with it, but only when the server has heard of it. */
export function useLogOut(): () => void {
  const client = useTieline();
  const { seat } = useSelf();
  return () => {
    client.logOut().then(
      () => deleteDrafts(seat),
      (fault: unknown) => showToast(faultText(fault)),
    );
  };
}

/** What a log-out deletes: how many there are of each. */
export interface Losses {
  readonly files: number;
  readonly messages: number;
  readonly drafts: number;
}

export function lossesOf(client: TielineClient, seat: SeatId): Losses {
  const { uploads, timelines } = client.getState();
  return { files: filesIn(uploads), messages: messagesIn(timelines), drafts: draftsOf(seat).length };
}

export const isNothing = ({ files, messages, drafts }: Losses) => files + messages + drafts === 0;

function filesIn(uploads: ClientState['uploads']): number {
  return [...uploads.values()].reduce((sum, tray) => sum + tray.length, 0);
}

function messagesIn(timelines: ClientState['timelines']): number {
  return [...timelines.values()].reduce((sum, { pending }) => sum + pending.length, 0);
}
