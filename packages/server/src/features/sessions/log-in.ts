import { decideLogIn, surfaceOfSeat, type TenantFacts } from '@tieline/domain';
import type { LogInRequest, SessionId, SignInSurface } from '@tieline/protocol';
import { costOf, hashPassword, isOfCost, verifyNobody, verifyPassword } from '../../credentials/passwords.ts';
import { loadTenantBySlug } from '../../store/load-tenant.ts';
import {
  type Credential,
  type CredentialRead,
  loadCredential,
  writeRenewedHash,
  writeSession,
} from '../../store/sessions.ts';
import { type Answer, no, yes } from '../answer.ts';
import type { Context } from '../context.ts';
import { endSurplusSessions } from './end-sessions.ts';

/** Days that a device stays signed in. */
export const sessionDays = 30;

/** How often a password may be changed by others between our look at it and what rests on it. */
const attempts = 3;

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
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const { tenant, credential, standIn } = await loadAccount(context, input);
    if (!tenant || !credential) {
      // Somebody of that company stands for nobody, as it may have hashes of any cost from elsewhere.
      await verifyNobody(input.password, standIn === null ? context.passwordCost : costOf(standIn));
      return no('log-in-failed');
    }
    if (!(await verifyPassword(credential.passwordHash, input.password))) return no('log-in-failed');
    const current = await renewHash(context, tenant, credential, input.password);
    const answer = current && (await signIn(context, tenant, current, input.side ?? null, device));
    if (answer) return answer;
  }
  return no('unavailable');
}

interface Account extends CredentialRead {
  readonly tenant: TenantFacts | null;
}

async function loadAccount(context: Context, { company, email }: LogInRequest): Promise<Account> {
  const nobody: Account = { tenant: null, credential: null, standIn: null };
  // PostgreSQL stores no NUL, so nobody is called like that; asking it would be a fault, and tell a difference.
  if (company.includes('\0') || email.includes('\0')) return nobody;
  const tenant = (await loadTenantBySlug(context.store, company.trim().toLowerCase()))?.facts;
  if (tenant === undefined) return nobody;
  const read = await context.store.read(tenant.id, (db) => loadCredential(db, email.trim().toLowerCase()));
  return { tenant, ...read };
}

/**
 * Hashes the password anew where its hash has another cost than those that are made here, so that in time nobody's
 * log-in takes longer than another's. Null where the password was changed meanwhile.
 */
async function renewHash(
  { store, passwordCost }: Context,
  tenant: TenantFacts,
  credential: Credential,
  password: string,
): Promise<Credential | null> {
  const { person, passwordHash: from } = credential;
  if (isOfCost(from, passwordCost)) return credential;
  const to = await hashPassword(password, passwordCost);
  const isRenewed = await store.transaction(tenant.id, (db) => writeRenewedHash(db, { person, from, to }));
  return isRenewed ? { ...credential, passwordHash: to } : null;
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

/** Null where the password, or a license, was changed meanwhile. */
async function signIn(
  context: Context,
  tenant: TenantFacts,
  credential: Credential,
  side: SignInSurface | null,
  device: string,
): Promise<Answer<LogInResult> | null> {
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
  if (session === null) return null;
  await endSurplusSessions(context, tenant.id, person);
  return yes({
    kind: 'signed-in',
    surface: surfaceOfSeat(seat.kind),
    session,
    token: `${tenant.id}.${secret}`,
  });
}
