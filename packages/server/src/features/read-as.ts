import { decideLogIn } from '@tieline/domain';
import { loadSession } from '../store/sessions.ts';
import type { TenantDb } from '../store/store.ts';
import { type Answer, no } from './answer.ts';
import type { Actor, Context } from './context.ts';

/**
 * Reads what somebody is shown. Each statement sees the moment at which it runs, and they may lie apart; so it is looked
 * last of all whether the session is still good. What was written after its access was taken is shown to nobody.
 */
export function readAs<Result>(
  { store }: Context,
  actor: Actor,
  work: (db: TenantDb) => Promise<Answer<Result>>,
): Promise<Answer<Result>> {
  return store.read(actor.tenant, async (db) => {
    const answer = await work(db);
    return !answer.ok || (await isStillGood(db, actor)) ? answer : no('not-signed-in');
  });
}

/** Whether the session would be let in at this moment. */
async function isStillGood(db: TenantDb, actor: Actor): Promise<boolean> {
  const session = await loadSession(db, actor.session);
  return session !== null && decideLogIn(session.tenant, session.kind).allowed;
}
