import type { SeatId } from '@tieline/protocol';
import type { CompanyChange, CompanyState, PersonState } from '../../store/company-records.ts';

type SeatChange = Extract<CompanyChange, { what: 'office seat' | 'agent seat' }>;

function isSeatChange(change: CompanyChange): change is SeatChange {
  return change.what === 'office seat' || change.what === 'agent seat';
}

const seatsOf = ({ office, agent }: PersonState): SeatId[] => [office?.seat ?? [], agent?.seat ?? []].flat();

/**
 * The seats whose devices are signed out: the license is gone; or it is back, and a log-in that crossed its
 * going must not live again; or the person's password is new, and whoever knew the old one has to leave.
 */
export function seatsToSignOut(before: CompanyState, changes: readonly CompanyChange[]): SeatId[] {
  const ofSeats = changes.filter(isSeatChange).flatMap(({ act, subject }) => {
    const turned = act === 'deactivated' || act === 'reactivated';
    return turned && subject.seat !== null ? [subject.seat] : [];
  });
  const renewed = new Set(
    changes.flatMap((change) => {
      const password = change.what === 'person' && change.fields.some(({ field }) => field === 'password');
      return password ? [change.name] : [];
    }),
  );
  const ofPeople = before.people.filter((person) => renewed.has(person.settings.email)).flatMap(seatsOf);
  return [...new Set([...ofSeats, ...ofPeople])];
}

/** What nobody reads of somebody but whoever assigns chats, or lets people in. */
const unread: ReadonlySet<string> = new Set(['supervises', 'origin', 'password']);

/** Whether all of a person's seats look or decide otherwise: each knows of the other, and bears the person's name. */
function isOfPerson(change: CompanyChange): boolean {
  if (change.what !== 'person' && !isSeatChange(change)) return false;
  if (change.act !== 'changed') return true;
  return change.what === 'person' && change.fields.some(({ field }) => !unread.has(field));
}

function isOfSeat(change: CompanyChange): change is SeatChange {
  return isSeatChange(change) && change.fields.some(({ field }) => !unread.has(field));
}

/** The seats so far of which something changes that decisions or views read. */
export function touchedSeats(before: CompanyState, changes: readonly CompanyChange[]): SeatId[] {
  const people = new Set(changes.flatMap((change) => (isOfPerson(change) ? [change.name] : [])));
  const ofPeople = before.people.filter(({ settings }) => people.has(settings.email)).flatMap(seatsOf);
  const ofSeats = changes.flatMap((change) => (isOfSeat(change) ? (change.subject.seat ?? []) : []));
  const removed = new Set(
    changes.flatMap((change) => (change.what === 'group' && change.act === 'removed' ? [change.name] : [])),
  );
  const ofGroups = before.people.flatMap(({ agent }) =>
    agent?.license.groups.some((name) => removed.has(name)) ? [agent.seat] : [],
  );
  return [...new Set([...ofPeople, ...ofSeats, ...ofGroups])];
}

/** Every seat that is written or signed out. */
export function seatsOfChanges(before: CompanyState, changes: readonly CompanyChange[]): SeatId[] {
  const written = changes.filter(isSeatChange).flatMap(({ subject }) => subject.seat ?? []);
  return [...new Set([...written, ...seatsToSignOut(before, changes), ...touchedSeats(before, changes)])];
}
