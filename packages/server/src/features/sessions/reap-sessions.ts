import { setTimeout as pause } from 'node:timers/promises';
import { decideLogIn } from '@tieline/domain';
import type { SeatId, SessionId, TenantId } from '@tieline/protocol';
import {
  type HeldSession,
  type DroppedAttachment,
  loadDropped,
  loadHeldSessions,
  writeAdopted,
  writeLapsed,
} from '../../store/attachments.ts';
import { loadTenant } from '../../store/load-tenant.ts';
import {
  loadDeadNodes,
  loadHasLongDead,
  writeNodeForgotten,
  writeNodeTenant,
  writeNodeTenantOver,
} from '../../store/nodes.ts';
import { loadEndReason, loadGoodSessions, writeOldSessionsGone } from '../../store/sessions.ts';
import type { TenantDb } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { eachTenant } from '../each-tenant.ts';
import { attachSession } from './attach-session.ts';
import { changeSeat, deliverSeatChange, loadLoggedOutElsewhere } from './settle-seat.ts';

/**
 * One tick of a node: takes over what dead nodes left behind, and ends the sessions whose grace time is over. Each
 * part is safe to run on every node at once (PRES-8). Companies where nobody's line was lost cost nothing. Answers in
 * how many milliseconds the next grace time is over.
 */
export async function reapSessions(context: Context): Promise<number> {
  // After a moment in which the database stood still every lease has run out. Whoever was late waits for the others.
  if (context.lease.isKept()) await adoptDeadNodes(context);
  await eachTenant(context, context.graces.dueTenants(), 'settling sessions', (tenant) =>
    reapTenant(context, tenant),
  );
  return context.graces.nextMs();
}

/**
 * Before the first client is let in: sessions of a server that died, whose grace time has passed since, are over.
 * Other nodes have the time of one renewal to show that they live.
 */
export async function reapBeforeServing(context: Context): Promise<void> {
  if (!(await loadHasLongDead(context.store, context.graceSeconds))) return;
  await pause(context.lease.times.renewEveryMs);
  await context.lease.renew();
  await reapSessions(context);
}

async function adoptDeadNodes(context: Context): Promise<void> {
  for (const dead of await loadDeadNodes(context.store, context.node)) {
    let devices = 0;
    for (const tenant of dead.tenants) {
      await writeNodeTenant(context.store, context.node, tenant);
      const adopt = (db: TenantDb): Promise<number> => writeAdopted(db, dead.node, context.node, dead.seenAt);
      devices += await context.store.transaction(tenant, adopt);
      context.nodeTenants.add(tenant);
      context.graces.note(tenant);
    }
    await writeNodeForgotten(context.store, dead.node);
    if (devices > 0)
      context.log.info({ node: dead.node, devices }, 'took over the devices of a node that is gone');
  }
}

async function reapTenant(context: Context, tenant: TenantId): Promise<void> {
  const { store, node, graces } = context;
  const lapsed = new Map<SeatId, DroppedAttachment[]>();
  for (const one of graces.settle(tenant, await store.read(tenant, (db) => loadDropped(db, node))))
    lapsed.set(one.seat, [...(lapsed.get(one.seat) ?? []), one]);
  for (const [seat, of] of lapsed)
    await changeSeat(context, tenant, seat, (db) => writeLapsed(db, seat, node, of));
  // What is over is gone now, and what came back meanwhile was never over.
  if (lapsed.size > 0) graces.note(tenant);
}

/**
 * Compares the sockets of this node with the database, at a slower pace. A session that another process ended, such
 * as a command line, is closed here; a device that is gone without the database knowing is dropped; one that is here
 * while another node took it for lost, because this one was stalled, is taken back.
 */
export async function settleSockets(context: Context): Promise<void> {
  const connected = context.liveSessions.all();
  const tenants = new Set([...connected.keys(), ...context.nodeTenants]);
  await eachTenant(context, tenants, 'settling sessions', (tenant) =>
    settleTenant(context, tenant, connected.get(tenant) ?? new Map()),
  );
}

async function settleTenant(
  context: Context,
  tenant: TenantId,
  sessions: ReadonlyMap<SessionId, SeatId>,
): Promise<void> {
  const { store, node } = context;
  // A node that was taken for dead may be forgotten: noted anew, whatever it remembers.
  if (sessions.size > 0) await writeNodeTenant(store, node, tenant);
  const found = await store.read(tenant, async (db) => {
    const held = new Map((await loadHeldSessions(db, node)).map((one) => [one.session, one]));
    // Taken for lost by another node, or ended: of these the database is asked again.
    const lost = [...sessions.keys()].filter((session) => held.get(session)?.dropped !== false);
    return { held, lost, lasting: await loadGoodSessions(db, lost), tenant: await loadTenant(db) };
  });
  const mayStay = (session: SessionId): boolean => {
    const held = found.held.get(session);
    const kind = held?.dropped === false ? (held.good ? held.kind : null) : found.lasting.get(session);
    return kind !== undefined && kind !== null && decideLogIn(found.tenant.facts, kind).allowed;
  };
  const lost = new Set(found.lost);
  await Promise.all(
    [...sessions].map(async ([session, seat]) => {
      if (!mayStay(session)) await closeSession(context, tenant, seat, session);
      else if (lost.has(session)) await attachSession(context, { tenant, seat, session }, true);
    }),
  );
  await dropStrays(context, tenant, [...found.held.values()]);
  if (sessions.size === 0 && found.held.size === 0) await leaveTenant(context, tenant);
}

/** What is held without a socket: its drop could not be noted when it happened. */
async function dropStrays(context: Context, tenant: TenantId, held: readonly HeldSession[]): Promise<void> {
  const strays = held.filter(
    ({ session, dropped }) => !dropped && context.liveSessions.countOf(session) === 0,
  );
  for (const { session } of strays) context.graces.begin(tenant, session);
  if (held.some(({ dropped }) => dropped)) context.graces.note(tenant);
  await Promise.all(strays.map(({ session }) => context.connectBatch.writeDrop(tenant, session)));
}

/** Nobody of the company is here any more. */
async function leaveTenant(
  { store, node, nodeTenants, liveSessions }: Context,
  tenant: TenantId,
): Promise<void> {
  nodeTenants.delete(tenant);
  // Whoever came in meanwhile has noted it before.
  if (!liveSessions.all().has(tenant)) await writeNodeTenantOver(store, node, tenant);
}

/** Deletes what nobody can use any more, in the companies that this node has to do with. */
export async function clearOldSessions(context: Context): Promise<void> {
  await eachTenant(context, context.nodeTenants, 'settling sessions', (tenant) =>
    context.store.read(tenant, writeOldSessionsGone),
  );
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
