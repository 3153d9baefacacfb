import { decideLogIn, type TenantFacts } from '@tieline/domain';
import type { LogInRequest, SessionId, SignInSurface } from '@tieline/protocol';
import { verifyNobody, verifyPassword } from '../../passwords.ts';
import { loadTenantBySlug } from '../../store/load-tenant.ts';
import { type Credential, loadCredential, writeSession } from '../../store/sessions.ts';
import { type Answer, no, yes } from '../answer.ts';
import { type Context, surfaceOfSeat } from '../context.ts';

/** Days that a device stays signed in. */
export const sessionDays = 30;

export type LogInResult =
  | {
      readonly kind: 'signed-in';
      readonly surface: SignInSurface;
      readonly session: SessionId;
      readonly token: string;
    }
  | { readonly kind: 'choose-side'; readonly sides: SignInSurface[] };

/**
 * Checks e-mail and password and signs a device in to one side. A company, an e-mail and a password that are wrong
 * are answered alike and take as long, so that nobody learns who works where.
 */
export async function logIn(
  context: Context,
  input: LogInRequest,
  device: string,
): Promise<Answer<LogInResult>> {
  const account = await loadAccount(context, input);
  if (!account) {
    await verifyNobody(input.password);
    return no('log-in-failed');
  }
  const { tenant, credential } = account;
  if (!(await verifyPassword(credential.passwordHash, input.password))) return no('log-in-failed');
  return signIn(context, tenant, credential, input.side ?? null, device);
}

async function loadAccount(
  context: Context,
  { company, email }: LogInRequest,
): Promise<{ tenant: TenantFacts; credential: Credential } | null> {
  // PostgreSQL stores no NUL, so nobody is called like that; asking it would be a fault, and tell a difference.
  if (company.includes('\0') || email.includes('\0')) return null;
  const tenant = (await loadTenantBySlug(context.store, company.trim().toLowerCase()))?.facts;
  if (tenant === undefined) return null;
  const credential = await context.store.read(tenant.id, (db) =>
    loadCredential(db, email.trim().toLowerCase()),
  );
  return credential && { tenant, credential };
}

/** EXPL-4: the person has the license, and the company has no such side. */
function noteClosedSide(
  { refusals }: Context,
  tenant: TenantFacts,
  { seats }: Credential,
  side: SignInSurface | null,
): void {
  for (const { seat, kind } of seats) {
    const decision = decideLogIn(tenant, kind);
    if (decision.allowed || (side !== null && surfaceOfSeat(kind) !== side)) continue;
    const { rule, code } = decision;
    refusals.note({ tenant: tenant.id, seat, operation: 'log-in', conversation: null, rule, code });
  }
}

async function signIn(
  context: Context,
  tenant: TenantFacts,
  credential: Credential,
  side: SignInSurface | null,
  device: string,
): Promise<Answer<LogInResult>> {
  const seats = credential.seats.filter((seat) => decideLogIn(tenant, seat.kind).allowed);
  const sides = seats.map((seat) => surfaceOfSeat(seat.kind));
  if (side === null && sides.length > 1) return yes({ kind: 'choose-side', sides });
  const seat = seats.find((one) => side === null || surfaceOfSeat(one.kind) === side);
  if (!seat) {
    noteClosedSide(context, tenant, credential, side);
    return no('wrong-side');
  }
  const secret = context.sessionSecrets.make(tenant.id);
  const { person, passwordHash } = credential;
  const session = await context.store.transaction(tenant.id, (db) =>
    writeSession(db, { person, seat: seat.seat, secret, passwordHash, device, days: sessionDays }),
  );
  if (session === null) return no('log-in-failed');
  return yes({
    kind: 'signed-in',
    surface: surfaceOfSeat(seat.kind),
    session,
    token: `${tenant.id}.${secret}`,
  });
}
