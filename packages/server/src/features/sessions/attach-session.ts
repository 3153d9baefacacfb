import { writeAttachment, writeDropped, writeShiftStart } from '../../store/attachments.ts';
import type { SeatRecord } from '../../store/load-seats.ts';
import { writeNodeTenant } from '../../store/nodes.ts';
import type { Actor, Context } from '../context.ts';
import { changeSeat } from './settle-seat.ts';

/** Whose device connects. */
type Attaching = Pick<Actor, 'tenant' | 'seat' | 'session'>;

/** A device connected: from now on its seat is logged in. Returns the seat; null where the session ended meanwhile. */
export async function attachSession(context: Context, actor: Attaching): Promise<SeatRecord | null> {
  await noteTenant(context, actor);
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
  await context.store.read(actor.tenant, (db) => writeDropped(db, actor.session, context.node));
}
