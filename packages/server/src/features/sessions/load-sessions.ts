import { surfaceOfSeat } from '@tieline/domain';
import { limits, type SessionPage, type SessionView } from '@tieline/protocol';
import { type DeviceRecord, loadDevicePage } from '../../store/sessions.ts';
import { readMomentCursor, writeCursor } from '../../views/cursor.ts';
import { type Answer, no, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';

export interface SessionsInput {
  readonly after: string | null;
  readonly limit: number | null;
}

/** A page of the signed-in devices of the person, of both sides: this one first, then the last seen ones. */
export async function loadSessions(
  context: Context,
  actor: Actor,
  input: SessionsInput,
): Promise<Answer<SessionPage>> {
  const after = readMomentCursor(input.after);
  if (after === 'broken') return no('invalid', 'after: this is not a place that a page ended with');
  const limit = Math.min(input.limit ?? 50, limits.sessionPage);
  const found = await context.store.read(actor.tenant, (db) =>
    loadDevicePage(db, { person: actor.person, current: actor.session, after, limit: limit + 1 }),
  );
  const page = found.slice(0, limit);
  return yes({
    sessions: page.map((device) => sessionView(device, actor)),
    next: found.length > limit ? cursorAfter(page, actor) : null,
  });
}

/** The own device is on the first page whenever it was last seen, so no place of the list is behind it. */
function cursorAfter(page: readonly DeviceRecord[], actor: Actor): string {
  const last = page.filter(({ session }) => session !== actor.session).at(-1);
  return last
    ? writeCursor([last.lastSeenAt, last.session])
    : writeCursor(['9999-12-31T23:59:59.999Z', 'ffffffff-ffff-ffff-ffff-ffffffffffff']);
}

function sessionView(device: DeviceRecord, actor: Actor): SessionView {
  return {
    id: device.session,
    surface: surfaceOfSeat(device.kind),
    device: device.device,
    createdAt: device.createdAt,
    lastSeenAt: device.lastSeenAt,
    live: device.live,
    current: device.session === actor.session,
  };
}
