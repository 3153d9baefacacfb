import type { Attached } from '../../facts/connect-batch.ts';
import { writeNodeTenant } from '../../store/nodes.ts';
import type { Actor, Context } from '../context.ts';
import { deliverSeatChange } from './settle-seat.ts';

/** Whose device connects. */
type Attaching = Pick<Actor, 'tenant' | 'seat' | 'session'>;

/**
 * A device connected: from now on its seat is logged in. Null where the session ended meanwhile. `isBack`: it was here all the
 * time, and is not attached where its last socket goes meanwhile: nobody would note that a second time.
 */
export async function attachSession(
  context: Context,
  actor: Attaching,
  isBack = false,
): Promise<Attached | null> {
  const { tenant, seat, session } = actor;
  await noteTenant(context, actor);
  return context.seatLocks.run(seat, async () => {
    const idle = context.liveSessions.isIdle(session);
    const attached = await context.connectBatch.writeAttachment(tenant, { session, seat, idle, isBack });
    if (attached) {
      context.graces.end(tenant, session);
      const { tenant: company, before, after } = attached;
      // What the welcome says is of this revision: a change that commits from here on is told to the socket.
      if (!context.toldRevisions.has(tenant)) context.toldRevisions.set(tenant, company.revision);
      deliverSeatChange(context, tenant, { seat, before, after, ended: [] });
    }
    return attached;
  });
}

/** Another node must know where to look if this one dies. */
async function noteTenant({ store, node, nodeTenants }: Context, { tenant }: Attaching): Promise<void> {
  if (nodeTenants.has(tenant)) return;
  await writeNodeTenant(store, node, tenant);
  nodeTenants.add(tenant);
}

/**
 * A socket is gone. `lastHeard`: when something last reached its device, as far as anybody knows, by `performance.now()`;
 * `-Infinity`: nothing did. What is being stored in this moment may not have been told yet (DEL-3).
 */
export function noteGone(context: Context, { tenant, session }: Actor, lastHeard: number): void {
  const told = context.messages.oldestUndelivered(tenant) ?? Infinity;
  context.connectBatch.noteGone(session, Math.min(lastHeard, told));
}

/** The last socket of the session on this node is gone. The seat stays logged in for the grace time (PRES-8). */
export async function dropSession(context: Context, actor: Actor): Promise<void> {
  context.graces.begin(actor.tenant, actor.session);
  await context.connectBatch.writeDrop(actor.tenant, actor.session);
}
