import type { SeatKind } from '@tieline/protocol';
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

/** TEN-2: may a seat of this side be logged in to, now? Asked again for every session, as the mode may change. */
export function decideLogIn(tenant: TenantFacts, kind: SeatKind): Decision {
  return kind === 'agent' || hasOfficeSide(tenant) ? allow('TEN-2') : refuse('TEN-2', 'no-office-side');
}

/** TEN-1: whether both parties are of this tenant. A stranger gets the answer of something that does not exist. */
export function decideSameTenant(tenant: TenantFacts, from: Party, to: Party): Decision {
  const same = from.tenant === tenant.id && to.tenant === tenant.id;
  return same ? allow('TEN-1') : refuse('START-12', 'receiver-deactivated');
}
