import type { ConversationId, SeatId } from '@tieline/protocol';

const prefix = 'tieline.draft.';

/** What was typed and not sent, one for each conversation of a seat. It survives a reload; log-out deletes it. */
export function readDraft(seat: SeatId, conversation: ConversationId): string {
  return localStorage.getItem(`${prefix}${seat}.${conversation}`) ?? '';
}

export function writeDraft(seat: SeatId, conversation: ConversationId, draft: string): void {
  const key = `${prefix}${seat}.${conversation}`;
  if (draft === '') localStorage.removeItem(key);
  else localStorage.setItem(key, draft);
}

/** A shared computer must not hand on what somebody typed. */
export function deleteDrafts(seat: SeatId): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(`${prefix}${seat}.`)) localStorage.removeItem(key);
  }
}
