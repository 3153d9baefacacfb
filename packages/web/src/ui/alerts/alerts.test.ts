import { describe, expect, it } from 'vitest';
import { alertsFor, type Arrival } from './alerts.ts';

const arrival: Arrival = {
  own: false,
  loud: true,
  status: 'available',
  seen: false,
  sound: true,
  desktop: true,
};
const silent = { sound: false, desktop: false };

describe('the alerts of an arriving message', () => {
  it('are those that the person chose', () => {
    expect(alertsFor(arrival)).toEqual({ sound: true, desktop: true });
    expect(alertsFor({ ...arrival, sound: false })).toEqual({ sound: false, desktop: true });
    expect(alertsFor({ ...arrival, desktop: false })).toEqual({ sound: true, desktop: false });
  });

  it('[PRES-6] do not disturb silences them', () => {
    expect(alertsFor({ ...arrival, status: 'busy' })).toEqual({ sound: true, desktop: true });
    expect(alertsFor({ ...arrival, status: 'do-not-disturb' })).toEqual(silent);
  });

  it('stay away for own messages, for silent ones, and for what is seen anyway', () => {
    expect(alertsFor({ ...arrival, own: true })).toEqual(silent);
    expect(alertsFor({ ...arrival, loud: false })).toEqual(silent);
    expect(alertsFor({ ...arrival, seen: true })).toEqual(silent);
  });
});
