import type { Roster, SeatKind } from '@tieline/protocol';
import type { SeatFacts, TenantFacts } from '../facts.ts';
import type { RuleId } from '../rule-ids.ts';
import { hasOfficeSide, sharesDirectory } from './tenancy.ts';

/** Which entries a roster holds for a viewer. The store reads by it; nothing else decides. */
export interface RosterScope {
  readonly rule: RuleId;
  readonly office: boolean;
  readonly agents: 'none' | 'shared-groups' | 'all';
}

const empty = (rule: RuleId): RosterScope => ({ rule, office: false, agents: 'none' });

/** START, PRES, TEN-2: what `roster` holds for `viewer`. A roster of the other side is empty. */
export function decideRosterScope(
  tenant: TenantFacts,
  viewer: { kind: SeatKind; supervisor: boolean },
  roster: Roster,
): RosterScope {
  switch (roster) {
    case 'office':
      if (viewer.kind !== 'office' || !hasOfficeSide(tenant)) return empty('TEN-2');
      return { rule: 'SEAT-1', office: true, agents: sharesDirectory(tenant) ? 'all' : 'none' };
    case 'agents':
      if (viewer.kind !== 'agent') return empty('PRES-4');
      return { rule: 'PRES-4', office: false, agents: viewer.supervisor ? 'all' : 'shared-groups' };
    case 'directory':
      if (viewer.kind !== 'agent' || !sharesDirectory(tenant)) return empty('TEN-2');
      return { rule: 'PRES-5', office: true, agents: 'all' };
  }
}

/** Whether `roster` holds `entry` for `viewer`. Nobody is on their own roster. */
export function rosterHolds(
  tenant: TenantFacts,
  viewer: SeatFacts,
  entry: SeatFacts,
  roster: Roster,
): boolean {
  if (
    !entry.active ||
    entry.seat === viewer.seat ||
    entry.tenant !== viewer.tenant ||
    entry.tenant !== tenant.id
  )
    return false;
  const scope = decideRosterScope(tenant, viewer, roster);
  if (entry.kind === 'office') return scope.office;
  if (scope.agents === 'shared-groups') return entry.groups.some((group) => viewer.groups.includes(group));
  return scope.agents === 'all';
}

const rosters: readonly Roster[] = ['office', 'agents', 'directory'];

/** Whether a change of an entry of one kind may show on a roster of a viewer of a kind, whatever their groups and roles. */
export function mayShow(tenant: TenantFacts, viewer: SeatKind, entry: SeatKind): boolean {
  const most = { kind: viewer, supervisor: viewer === 'agent' };
  return rosters.some((roster) => {
    const scope = decideRosterScope(tenant, most, roster);
    return entry === 'office' ? scope.office : scope.agents !== 'none';
  });
}

/** The rosters that exist for a viewer, in the order in which they are shown. */
export function rostersOf(
  tenant: TenantFacts,
  viewer: { kind: SeatKind; supervisor: boolean },
): readonly Roster[] {
  return rosters.filter((roster) => {
    const scope = decideRosterScope(tenant, viewer, roster);
    return scope.office || scope.agents !== 'none';
  });
}

/** The roster on which `viewer` sees most of `entry`; null where no roster holds it. */
export function fullestRoster(tenant: TenantFacts, viewer: SeatFacts, entry: SeatFacts): Roster | null {
  const order: readonly Roster[] = ['agents', 'directory', 'office'];
  return order.find((roster) => rosterHolds(tenant, viewer, entry, roster)) ?? null;
}
