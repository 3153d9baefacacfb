import type { SessionView } from '@tieline/protocol';
import { loadDevices } from '../../store/sessions.ts';
import { type Answer, yes } from '../answer.ts';
import { type Actor, type Context, surfaceOfSeat } from '../context.ts';

/** The signed-in devices of the person, of both sides. */
export async function loadSessions(
  context: Context,
  actor: Actor,
): Promise<Answer<{ sessions: SessionView[] }>> {
  const devices = await context.store.read(actor.tenant, (db) => loadDevices(db, actor.person));
  return yes({
    sessions: devices.map((device) => ({
      id: device.session,
      surface: surfaceOfSeat(device.kind),
      device: device.device,
      createdAt: device.createdAt,
      lastSeenAt: device.lastSeenAt,
      live: device.live,
      current: device.session === actor.session,
    })),
  });
}
