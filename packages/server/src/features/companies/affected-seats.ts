import type { SeatId } from '@tieline/protocol';
import type { CompanyChange, CompanyState } from '../../store/company-records.ts';

function isSeatChange(
  change: CompanyChange,
): change is Extract<CompanyChange, { what: 'office seat' | 'agent seat' }> {
  return change.what === 'office seat' || change.what === 'agent seat';
}

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
  const ofPeople = before.people
    .filter((person) => renewed.has(person.settings.email))
    .flatMap(({ office, agent }) => [office?.seat ?? [], agent?.seat ?? []].flat());
  return [...new Set([...ofSeats, ...ofPeople])];
}

/** Every seat that is written or signed out. */
export function seatsOfChanges(before: CompanyState, changes: readonly CompanyChange[]): SeatId[] {
  const written = changes.filter(isSeatChange).flatMap(({ subject }) => subject.seat ?? []);
  return [...new Set([...written, ...seatsToSignOut(before, changes)])];
}
