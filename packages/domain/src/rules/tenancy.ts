import type { ConversationKind, Mode, SeatKind } from '@tieline/protocol';
import { allow, type Decision, refuse } from '../decision.ts';
import type { Party, TenantFacts } from '../facts.ts';

/** TEN-2: whether office and contact center share one organization directory, and expert chat with it. */
export function sharesDirectory(tenant: TenantFacts): boolean {
  return tenant.mode === 3;
}

/** TEN-2: mode 1 is a contact center alone. */
export function hasOfficeSide(tenant: TenantFacts): boolean {
  return tenant.mode !== 1;
}

interface ModeRow {
  /** The kinds of conversation that exist; those of another mode are kept, and neither listed nor read. */
  readonly kinds: readonly ConversationKind[];
  /** Whether the office app has the archive of HIST-6. */
  readonly archive: boolean;
}

/** TEN-2: what there is to read in a company of each mode. */
const modeTable: Record<Mode, ModeRow> = {
  1: { kinds: ['agent', 'customer'], archive: false },
  2: { kinds: ['direct', 'room', 'agent', 'customer'], archive: false },
  3: { kinds: ['direct', 'room', 'expert', 'agent', 'customer'], archive: true },
};

/** TEN-2: for reads of many at once, which ask the table in the query. */
export const modesWithArchive: readonly Mode[] = ([1, 2, 3] as const).filter(
  (mode) => modeTable[mode].archive,
);

/** TEN-2: the kinds of conversation that somebody in this company may read. */
export function kindsIn(tenant: TenantFacts): readonly ConversationKind[] {
  return modeTable[tenant.mode].kinds;
}

/** TEN-2: does this company have conversations of this kind, now? */
export function decideKind(tenant: TenantFacts, kind: ConversationKind): Decision {
  if (kindsIn(tenant).includes(kind)) return allow('TEN-2');
  return refuse('TEN-2', hasOfficeSide(tenant) ? 'needs-mode-3' : 'no-office-side');
}

/** TEN-2: does this company have the archive of HIST-6, now? */
export function decideArchive(tenant: TenantFacts): Decision {
  if (modeTable[tenant.mode].archive) return allow('TEN-2');
  return refuse('TEN-2', hasOfficeSide(tenant) ? 'needs-mode-3' : 'no-office-side');
}

/** TEN-2: may a seat of this side be logged in to, now? Asked again for every session, as the mode may change. */
export function decideLogIn(tenant: TenantFacts, kind: SeatKind): Decision {
  return kind === 'agent' || hasOfficeSide(tenant) ? allow('TEN-2') : refuse('TEN-2', 'no-office-side');
}

/** TEN-1: whether both parties are of this tenant. A stranger gets the answer of something that does not exist. */
export function decideSameTenant(tenant: TenantFacts, from: Party, to: Party): Decision {
  const same = from.tenant === tenant.id && to.tenant === tenant.id;
  return same ? allow('TEN-1') : refuse('START-12', 'receiver-deactivated');
}
