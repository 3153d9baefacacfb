import { type ConversationKind, conversationKinds } from '@tieline/protocol';
import { describe, expect, it } from 'vitest';
import { customer, harbor, maya, priya, queueOf, roomOf, stranger, tenantOf } from '../facts.fixture.ts';
import type { Party } from '../facts.ts';
import {
  decideArchive,
  decideKind,
  decideLogIn,
  decideSameTenant,
  hasOfficeSide,
  kindsIn,
  modesWithArchive,
  sharesDirectory,
} from './tenancy.ts';

const parties: readonly Party[] = [priya, maya, customer, queueOf(true), roomOf()];
const abroad = (party: Party): Party => ({ ...party, tenant: stranger });

describe('tenants', () => {
  it.each(parties)(
    '[TEN-1] a $party of the tenant meets the tenant, one of another tenant does not exist',
    (party) => {
      expect(decideSameTenant(harbor, priya, party)).toEqual({ allowed: true, rule: 'TEN-1' });
      expect(decideSameTenant(harbor, party, priya)).toEqual({ allowed: true, rule: 'TEN-1' });
      const missing = { allowed: false, rule: 'START-12', code: 'receiver-deactivated' };
      expect(decideSameTenant(harbor, priya, abroad(party))).toEqual(missing);
      expect(decideSameTenant(harbor, abroad(party), priya)).toEqual(missing);
      expect(decideSameTenant(harbor, abroad(priya), abroad(party))).toEqual(missing);
    },
  );

  it('[TEN-2] mode 1 has no office side, mode 2 has both sides apart, mode 3 has one directory', () => {
    const has = ([1, 2, 3] as const).map((mode) => [
      hasOfficeSide(tenantOf(mode)),
      sharesDirectory(tenantOf(mode)),
    ]);
    expect(has).toEqual([
      [false, false],
      [true, false],
      [true, true],
    ]);
  });

  it.each([
    { mode: 1, direct: false, room: false, expert: false, agent: true, customer: true, archive: false },
    { mode: 2, direct: true, room: true, expert: false, agent: true, customer: true, archive: false },
    { mode: 3, direct: true, room: true, expert: true, agent: true, customer: true, archive: true },
  ] as const)('[TEN-2] what there is to read in mode $mode', ({ mode, archive, ...kinds }) => {
    const company = tenantOf(mode);
    const expected = Object.entries(kinds) as [ConversationKind, boolean][];
    expect(expected.map(([kind]) => kind).toSorted()).toEqual(conversationKinds.toSorted());
    for (const [kind, exists] of expected) {
      expect([kind, decideKind(company, kind)]).toMatchObject([kind, { allowed: exists, rule: 'TEN-2' }]);
      expect([kind, kindsIn(company).includes(kind)]).toEqual([kind, exists]);
    }
    expect(decideArchive(company)).toMatchObject({ allowed: archive, rule: 'TEN-2' });
    expect(modesWithArchive.includes(mode)).toBe(archive);
  });

  it('[TEN-2] has no office to log in to in mode 1', () => {
    for (const mode of [1, 2, 3] as const) {
      const company = { ...harbor, mode };
      expect(decideLogIn(company, 'agent')).toEqual({ allowed: true, rule: 'TEN-2' });
      expect(decideLogIn(company, 'office').allowed).toBe(mode !== 1);
    }
  });
});
