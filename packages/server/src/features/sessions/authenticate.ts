import { decideLogIn, surfaceOfSeat } from '@tieline/domain';
import type { SessionId, SignInSurface, TenantId } from '@tieline/protocol';
import { loadSession, type SessionRecord } from '../../store/sessions.ts';
import type { Actor, Context } from '../context.ts';

const tokenForm = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([A-Za-z0-9_-]{43})$/;

/** `isBack`: the session was connected a moment ago, or is. */
export interface Authenticated extends Actor {
  readonly isBack: boolean;
}

/** The company that a token says it is of, which nobody has looked at yet. */
export function claimedTenant(token: string | null): TenantId | null {
  return (tokenForm.exec(token ?? '')?.[1] as TenantId | undefined) ?? null;
}

/** Whether a token was made by this installation: of a session that is good, or was. Costs no question to anybody. */
export function isOurToken({ sessionSecrets }: Context, token: string): boolean {
  const [, tenant, secret] = tokenForm.exec(token) ?? [];
  return tenant !== undefined && secret !== undefined && sessionSecrets.isOurs(tenant as TenantId, secret);
}

/** Whose token this is; null where it is nobody's, or the session is of the other surface. */
export async function authenticate(
  context: Context,
  token: string | null,
  surface: SignInSurface | null,
): Promise<Authenticated | null> {
  const [, tenant, secret] = tokenForm.exec(token ?? '') ?? [];
  if (tenant === undefined || secret === undefined) return null;
  const session = await context.connectBatch.loadSession(tenant as TenantId, secret);
  const actor = session && actorOf(session);
  return actor !== null && (surface === null || surface === actor.surface) ? actor : null;
}

/** Who this session is, which somebody else has been told of; null where it is not good any more. */
export async function authenticateSession(
  context: Context,
  tenant: TenantId,
  id: SessionId,
): Promise<Actor | null> {
  const session = await context.store.read(tenant, (db) => loadSession(db, id));
  return session && actorOf(session);
}

function actorOf(session: SessionRecord): Authenticated | null {
  if (!decideLogIn(session.tenant, session.kind).allowed) return null;
  return {
    tenant: session.tenant.id,
    person: session.person,
    seat: session.seat,
    kind: session.kind,
    session: session.session,
    surface: surfaceOfSeat(session.kind),
    administrator: session.administrator,
    email: session.email,
    isBack: session.attached,
  };
}
