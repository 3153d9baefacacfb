import { writeAttachment, writeShiftStart } from '../../store/attachments.ts';
import { loadSeat, type SeatRecord } from '../../store/load-seats.ts';
import { writeNodeTenant } from '../../store/nodes.ts';
import type { Actor, Context } from '../context.ts';
import type { Authenticated } from './authenticate.ts';
import { changeSeat } from './settle-seat.ts';

/** Whose device connects. `isBack`: it was here a moment ago. */
type Attaching = Pick<Authenticated, 'tenant' | 'seat' | 'session' | 'isBack'>;

/** A device connected: from now on its seat is logged in. Returns the seat; null where the session ended meanwhile. */
export async function attachSession(context: Context, actor: Attaching): Promise<SeatRecord | null> {
  await noteTenant(context, actor);
  // After a storm nearly everybody is one of these: no lock, no transaction, and nobody to tell.
  if (actor.isBack) {
    const idle = context.liveSessions.isIdle(actor.session);
    const isBack = await context.storm.writeReturn(actor.tenant, { session: actor.session, idle });
    if (isBack) return context.store.read(actor.tenant, (db) => loadSeat(db, actor.seat));
  }
  let attached = false;
  const change = await changeSeat(context, actor.tenant, actor.seat, async (db, before) => {
    const idle = context.liveSessions.isIdle(actor.session);
    attached = await writeAttachment(db, actor.session, actor.seat, context.node, idle);
    if (attached && !before.facts.loggedIn) await writeShiftStart(db, actor.seat);
  });
  return change && attached ? change.after : null;
}

/** Another node must know where to look if this one dies. */
async function noteTenant({ store, node, nodeTenants }: Context, { tenant }: Attaching): Promise<void> {
  if (nodeTenants.has(tenant)) return;
  await writeNodeTenant(store, node, tenant);
  nodeTenants.add(tenant);
}

/** The last socket of a session on this node is gone. The seat stays logged in for the grace time (PRES-8). */
export async function dropSession(context: Context, actor: Actor): Promise<void> {
  context.waitingTenants.add(actor.tenant);
  await context.storm.writeDrop(actor.tenant, actor.session);
}
