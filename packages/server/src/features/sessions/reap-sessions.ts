import { decideLogIn } from '@tieline/domain';
import type { SeatId, SessionId, TenantId } from '@tieline/protocol';
import {
  loadHasAttached,
  loadLapsedSeats,
  loadUnattached,
  writeAdopted,
  writeLapsed,
  writeStraysDropped,
} from '../../store/attachments.ts';
import { loadTenant } from '../../store/load-tenant.ts';
import { loadDeadNodes, writeLease, writeNodeForgotten, writeNodeTenant } from '../../store/nodes.ts';
import { loadEndReason, loadGoodSessions } from '../../store/sessions.ts';
import type { TenantDb } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { attachSession } from './attach-session.ts';
import { changeSeat, deliverSeatChange, loadLoggedOutElsewhere } from './settle-seat.ts';

/** Seconds that a node's lease lasts; it is renewed at every tick. */
export const leaseSeconds = 10;

/**
 * One tick of a node: renews its lease, takes over what dead nodes left behind, and ends the sessions whose grace
 * time is over. Each part is safe to run on every node at once (PRES-8). `known`: tenants in which something may wait.
 */
export async function reapSessions(context: Context, known: Set<TenantId>): Promise<void> {
  await writeLease(context.store, context.node, leaseSeconds);
  await adoptDeadNodes(context, known);
  for (const tenant of context.liveSessions.all().keys()) known.add(tenant);
  for (const tenant of known) {
    if (!(await reapTenant(context, tenant))) known.delete(tenant);
  }
}

async function adoptDeadNodes(context: Context, known: Set<TenantId>): Promise<void> {
  for (const dead of await loadDeadNodes(context.store)) {
    if (dead.node === context.node) continue;
    let devices = 0;
    for (const tenant of dead.tenants) {
      await writeNodeTenant(context.store, context.node, tenant);
      const adopt = (db: TenantDb): Promise<number> => writeAdopted(db, dead.node, context.node, dead.seenAt);
      devices += await context.store.transaction(tenant, adopt);
      known.add(tenant);
    }
    await writeNodeForgotten(context.store, dead.node);
    if (devices > 0)
      context.log.info({ node: dead.node, devices }, 'took over the devices of a node that is gone');
  }
}

/** False where nothing waits in the tenant any more. */
async function reapTenant(context: Context, tenant: TenantId): Promise<boolean> {
  const { store, node, graceSeconds } = context;
  for (const seat of await store.read(tenant, (db) => loadLapsedSeats(db, node, graceSeconds))) {
    await changeSeat(context, tenant, seat, (db) => writeLapsed(db, seat, node, graceSeconds));
  }
  return store.read(tenant, (db) => loadHasAttached(db, node));
}

/**
 * Compares the sockets of this node with the database, at a slower pace. A session that another process ended, such
 * as a command line, is closed here; a device that is gone without the database knowing is dropped; one that is here
 * while another node took it for lost, because this one was stalled, is taken back.
 */
export async function settleSockets(context: Context, known: ReadonlySet<TenantId>): Promise<void> {
  const connected = context.liveSessions.all();
  for (const tenant of new Set([...connected.keys(), ...known])) {
    const sessions = connected.get(tenant) ?? new Map<SessionId, SeatId>();
    // A node that was taken for dead may be forgotten: noted anew, whatever it remembers.
    if (sessions.size > 0) await writeNodeTenant(context.store, context.node, tenant);
    const { good, unattached } = await context.store.read(tenant, async (db) => {
      await writeStraysDropped(db, context.node, [...sessions.keys()]);
      return {
        good: await loadAllowed(db, [...sessions.keys()]),
        unattached: await loadUnattached(db, context.node, [...sessions.keys()]),
      };
    });
    for (const [session, seat] of sessions) {
      if (!good.has(session)) await closeSession(context, tenant, seat, session);
      else if (unattached.has(session)) await attachSession(context, { tenant, seat, session });
    }
  }
}

/** Those of the sessions that could log in again as they are: license and mode may have changed (TEN-2). */
async function loadAllowed(db: TenantDb, sessions: readonly SessionId[]): Promise<Set<SessionId>> {
  const good = await loadGoodSessions(db, sessions);
  if (good.size === 0) return new Set();
  const { facts } = await loadTenant(db);
  return new Set([...good].flatMap(([session, kind]) => (decideLogIn(facts, kind).allowed ? [session] : [])));
}

async function closeSession(
  context: Context,
  tenant: TenantId,
  seat: SeatId,
  session: SessionId,
): Promise<void> {
  const reason = await context.store.read(tenant, (db) => loadEndReason(db, session, seat));
  context.delivery.deliverSessionEnd(tenant, seat, [session], reason);
  const change = await context.store.read(tenant, (db) => loadLoggedOutElsewhere(db, seat));
  if (change) deliverSeatChange(context, tenant, change);
}
