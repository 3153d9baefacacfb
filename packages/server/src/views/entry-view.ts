import { decideAppearance, decideStart, type TenantFacts } from '@tieline/domain';
import { abilityOf, type EntryView, type PresenceView, type Roster } from '@tieline/protocol';
import type { SeatRecord } from '../store/load-seats.ts';

/** How a seat looks on a roster, as the wire has it. */
export function presenceView(seat: SeatRecord, roster: Roster): PresenceView {
  const { word, since } = decideAppearance(seat.presence, roster);
  return { word, since };
}

/** One roster entry as `viewer` sees it. Groups are the contact center's own business. */
export function entryView(
  tenant: TenantFacts,
  viewer: SeatRecord,
  entry: SeatRecord,
  roster: Roster,
): EntryView {
  return {
    seat: entry.facts.seat,
    kind: entry.facts.kind,
    name: entry.name,
    title: entry.title,
    department: entry.department,
    supervisor: roster === 'agents' && entry.facts.supervisor,
    groups: roster === 'agents' ? [...entry.groupNames] : [],
    presence: presenceView(entry, roster),
    start: abilityOf(decideStart(tenant, viewer.facts, entry.facts)),
  };
}
