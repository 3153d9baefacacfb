import { writeAttachment, writeDropped, writeShiftStart } from '../../store/attachments.ts';
import { writeNodeTenant } from '../../store/nodes.ts';
import type { Actor, Context } from '../context.ts';
import { deliverSeatChange, writeSeatChange } from './settle-seat.ts';

/** Whose device connects. */
type Attaching = Pick<Actor, 'tenant' | 'seat' | 'session'>;

/** A device connected: from now on its seat is logged in. False where the session ended meanwhile. */
export async function attachSession(context: Context, actor: Attaching): Promise<boolean> {
  await writeNodeTenant(context.store, context.node, actor.tenant);
  let attached = false;
  const change = await context.store.transaction(actor.tenant, (db) =>
    writeSeatChange(db, actor.seat, async (before) => {
      attached = await writeAttachment(db, actor.session, actor.seat, context.node);
      if (attached && !before.facts.loggedIn) await writeShiftStart(db, actor.seat);
    }),
  );
  if (change && attached) deliverSeatChange(context, actor.tenant, change);
  return attached;
}

/** The last socket of a session on this node is gone. The seat stays logged in for the grace time (PRES-8). */
export async function dropSession(context: Context, actor: Actor): Promise<void> {
  await context.store.read(actor.tenant, (db) => writeDropped(db, actor.session, context.node));
}
