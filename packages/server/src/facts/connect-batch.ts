import type { ConversationId, SeatId, SessionId, TenantId } from '@tieline/protocol';
import { createOneAtATime } from '../concurrency/one-at-a-time.ts';
import {
  type Attaching,
  loadSeatLock,
  type NodeId,
  writeAttachments,
  writeDropped,
} from '../store/attachments.ts';
import { createGrouped, type Grouped } from '../store/grouped.ts';
import { loadJoined } from '../store/load-joined.ts';
import { loadArchives } from '../store/load-reader.ts';
import { loadSeats, type SeatRecord } from '../store/load-seats.ts';
import { loadTenant, type TenantRecord } from '../store/load-tenant.ts';
import { loadSessionsOfTokens, type SessionRecord } from '../store/sessions.ts';
import type { Store, TenantDb } from '../store/store.ts';
import { writeShiftStarts } from '../store/write-status-intervals.ts';

/** What a device that connects is told about itself, and what became of its seat. */
export interface Attached {
  readonly tenant: TenantRecord;
  readonly before: SeatRecord;
  readonly after: SeatRecord;
  readonly archiveOf: SeatId | null;
  /** Conversations without a list of their members, of which its node is told for it. */
  readonly joined: readonly ConversationId[];
  /** The session was connected already, or a moment ago: what it missed meanwhile it has to ask for. */
  readonly wasHere: boolean;
}

/**
 * What each device that connects asks of the database, asked for many of them at once: after a power cut everybody comes
 * back in the same second, and at eight in the morning a whole shift logs in.
 */
export interface ConnectBatch {
  /** By the secret of a token; null where it is nobody's. */
  readonly loadSession: Grouped<string, SessionRecord | null>;
  /**
   * A device connected, or is taken back as long as it has a socket here. Null where its session ended meanwhile, or that
   * socket is gone. One of a seat at a time.
   */
  readonly writeAttachment: Grouped<Attaching & { readonly isBack: boolean }, Attached | null>;
  /**
   * A socket of a session is gone. `heardAt`: when something could last reach its device, by `performance.now()`;
   * `-Infinity`: nothing did.
   * Noted at once, as the drop is written when there is a connection.
   */
  noteGone(session: SessionId, heardAt: number): void;
  /** The last socket of a session on this node is gone. */
  readonly writeDrop: Grouped<SessionId, void>;
}

/** `isHere`: whether a session has a socket on this node at this moment. */
export function createConnectBatch(
  store: Pick<Store, 'read' | 'transaction'>,
  node: NodeId,
  isHere: (session: SessionId) => boolean,
): ConnectBatch {
  // What comes and goes is written one after the other: a drop must not be written after the return that followed it.
  const line = createOneAtATime<TenantId>();
  /** Of sessions that have lost a socket, until their drop is written. */
  const heard = new Map<SessionId, number>();

  async function drop(tenant: TenantId, gone: readonly SessionId[]): Promise<void> {
    const last = new Map(gone.map((session) => [session, heard.get(session)]));
    await store.read(tenant, (db) => {
      const now = performance.now();
      return writeDropped(
        db,
        node,
        [...last].map(([session, at = now]) => ({ session, heardMsAgo: at === -Infinity ? null : now - at })),
      );
    });
    // Whoever came and went meanwhile has said more.
    for (const [session, at] of last) if (heard.get(session) === at) heard.delete(session);
  }

  return {
    loadSession: createGrouped((tenant, secrets) =>
      store.read(tenant, (db) => loadSessionsOfTokens(db, secrets)),
    ),
    writeAttachment: createGrouped((tenant, attaching) =>
      line.run(tenant, async () => {
        const here = attaching.filter(({ session, isBack }) => !isBack || isHere(session));
        const attached =
          here.length > 0 ? await store.transaction(tenant, (db) => attach(db, node, here)) : [];
        const found = new Map(here.map((one, at) => [one, attached[at] ?? null]));
        return attaching.map((one) => found.get(one) ?? null);
      }),
    ),
    noteGone: (session, heardAt) =>
      void heard.set(session, Math.max(heardAt, heard.get(session) ?? -Infinity)),
    writeDrop: createGrouped((tenant, sessions) =>
      line.run(tenant, async () => {
        const gone = sessions.filter((session) => !isHere(session));
        if (gone.length > 0) await drop(tenant, gone);
        return sessions.map(() => undefined);
      }),
    ),
  };
}

/** Under the locks of the seats, so that each change knows the one before it. */
async function attach(
  db: TenantDb,
  node: NodeId,
  attaching: readonly Attaching[],
): Promise<(Attached | null)[]> {
  const seats = attaching.map(({ seat }) => seat);
  await loadSeatLock(db, seats, 'update');
  const before = await loadSeats(db, seats);
  const attached = await writeAttachments(db, node, attaching);
  const begin = attaching.filter(
    ({ session, seat }) => attached.has(session) && !before.get(seat)?.facts.loggedIn,
  );
  await writeShiftStarts(
    db,
    begin.map(({ seat }) => seat),
  );
  const [after, tenant, archives, joined] = await Promise.all([
    loadSeats(db, seats),
    loadTenant(db),
    loadArchives(db, seats),
    loadJoined(db, seats),
  ]);
  return attaching.map(({ session, seat }) => {
    const [was, is] = [before.get(seat), after.get(seat)];
    const attachment = attached.get(session);
    if (!was || !is || !attachment) return null;
    const { wasHere } = attachment;
    const own = { archiveOf: archives.get(seat) ?? null, joined: joined.get(seat) ?? [] };
    return { tenant, before: was, after: is, ...own, wasHere };
  });
}
