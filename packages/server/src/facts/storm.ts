import type { SessionId, TenantId } from '@tieline/protocol';
import { createOneAtATime } from '../one-at-a-time.ts';
import { type NodeId, type Returning, writeDropped, writeReturns } from '../store/attachments.ts';
import { createGrouped, type Grouped } from '../store/grouped.ts';
import { loadSessionsOfTokens, type SessionRecord } from '../store/sessions.ts';
import type { Store } from '../store/store.ts';

/** What every client of a storm asks of the database, asked for many of them at once. */
export interface Storm {
  /** By the secret of a token; null where it is nobody's. */
  readonly loadSession: Grouped<string, SessionRecord | null>;
  /** Whether a session is simply back. */
  readonly writeReturn: Grouped<Returning, boolean>;
  readonly writeDrop: Grouped<SessionId, void>;
}

/** `isHere`: whether a session has a socket on this node at this moment. */
export function createStorm(
  store: Pick<Store, 'read'>,
  node: NodeId,
  isHere: (session: SessionId) => boolean,
): Storm {
  // What comes and goes is written one after the other: a drop must not be written after the return that followed it.
  const line = createOneAtATime<TenantId>();
  return {
    loadSession: createGrouped((tenant, secrets) =>
      store.read(tenant, (db) => loadSessionsOfTokens(db, secrets)),
    ),
    writeReturn: createGrouped((tenant, returning) =>
      line.run(tenant, () => store.read(tenant, (db) => writeReturns(db, node, returning))),
    ),
    writeDrop: createGrouped((tenant, sessions) =>
      line.run(tenant, async () => {
        const gone = sessions.filter((session) => !isHere(session));
        if (gone.length > 0) await store.read(tenant, (db) => writeDropped(db, node, gone));
        return sessions.map(() => undefined);
      }),
    ),
  };
}
