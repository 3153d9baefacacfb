import type { Roster, RosterPage } from '@tieline/protocol';
import { type Company, type Line, startTestServer, type TestServer } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

const cast = {
  erik: { name: 'Erik Solberg', office: { title: 'Customs expert' }, department: 'Logistics & Trade' },
  zoe: { name: 'Zoë Müller', office: { title: '100% claims' }, department: 'Finance' },
  rene: { name: 'Rene\u0301 Ærø', office: { title: 'Route planner' } },
  lodz: { name: 'Łukasz Żak', office: {}, department: 'Łódź' },
  obrien: { name: 'Anna-Lena O’Brien', office: { title: 'night_shift' } },
  gauss: { name: 'Carl Gauß', office: {} },
  wang: { name: '王小明', office: {} },
  ahmad: { name: 'أَحْمَد حسن', office: {} },
  dana: { name: 'דנה כהן', office: {} },
  anna: { name: 'Анна Кузнецова', office: {} },
  somchai: { name: 'สมชาย ใจดี', office: {} },
  ada: { name: 'Ada Lindqvist', agent: { groups: ['Support'], title: 'Support agent' } },
  bea: { name: 'Bea Solberg', agent: { groups: ['Support'], title: 'Support agent' } },
  carl: { name: 'Carl Solberg', agent: { groups: ['Sales'] } },
  noor: { name: 'Noor Haddad', agent: { groups: ['Support'] }, office: {} },
} as const;
type Name = keyof typeof cast;

let server: TestServer;
let house: Company<Name>;
let office: Line;
let ada: Line;
let stranger: Line;

beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
  house = await server.company({ cast });
  const other = await server.company({
    cast: { zoe: { name: 'Zoë Other', office: {} }, mei: { office: {} } },
  });
  [office, ada] = [await house.join('noor', 'office'), await house.join('ada', 'console')];
  stranger = await other.join('mei', 'office');
});
afterAll(() => server.close());

async function pageOf(line: Line, roster: Roster, query: Record<string, string>): Promise<RosterPage> {
  const path = `/rosters/${roster}?${new URLSearchParams(query).toString()}`;
  const answer = await line.device.request<RosterPage>('GET', path);
  expect(answer.status).toBe(200);
  return answer.body;
}

async function found(line: Line, roster: Roster, search: string): Promise<string[]> {
  return (await pageOf(line, roster, { search })).entries.map(({ name }) => name.normalize('NFC'));
}

describe('a search of the office roster', () => {
  it.each([
    ['zoe', ['Zoë Müller']],
    ['muller', ['Zoë Müller']],
    ['MÜLLER', ['Zoë Müller']],
    ['rene', ['René Ærø']],
    ['René', ['René Ærø']],
    ['rene\u0301', ['René Ærø']],
    ['aero', ['René Ærø']],
    ['ｒｅｎｅ', ['René Ærø']],
    ['lukasz zak', ['Łukasz Żak']],
    ['lodz', ['Łukasz Żak']],
    ['gauss', ['Carl Gauß']],
    ['GAUẞ', ['Carl Gauß']],
    ['solberg erik', ['Erik Solberg']],
    ['Solberg, Erik', ['Erik Solberg']],
    ['erik customs', ['Erik Solberg']],
    ['trade solb', ['Erik Solberg']],
    ['solberg', ['Bea Solberg', 'Carl Solberg', 'Erik Solberg']],
    ['obrien', ['Anna-Lena O’Brien']],
    ["o'brien", ['Anna-Lena O’Brien']],
    ['lena', ['Anna-Lena O’Brien']],
    ['小明', ['王小明']],
    ['احمد', ['أَحْمَد حسن']],
    ['דנה', ['דנה כהן']],
    ['кузнецова анна', ['Анна Кузнецова']],
    ['ใจดี', ['สมชาย ใจดี']],
    ['100%', ['Zoë Müller']],
    ['%', ['Zoë Müller']],
    ['_', ['Anna-Lena O’Brien']],
    ['e%k', []],
    ['eri_', []],
    ['\\', []],
    ['olberg', []],
    ['erik nobody', []],
  ])('for %j finds %j', async (search, names) => {
    expect(await found(office, 'office', search)).toEqual(names);
  });

  it('finds by e-mail, which it does not show, and not by what all e-mails end with', async () => {
    const domain = `${house.slug}.example`;
    expect(await found(office, 'office', `erik@${domain}`)).toEqual(['Erik Solberg']);
    expect(await found(office, 'office', 'ERIK@')).toEqual(['Erik Solberg']);
    expect(await found(office, 'office', 'example')).toEqual([]);
    expect(JSON.stringify(await pageOf(office, 'office', { search: 'erik' }))).not.toContain(domain);
  });

  it('that says nothing finds everybody, by name, page by page', async () => {
    const everybody = await found(office, 'office', '');
    expect(await found(office, 'office', ' \u200b\u00ad ')).toEqual(everybody);
    expect(everybody.slice(0, 5)).toEqual([
      'Ada Lindqvist',
      'Anna-Lena O’Brien',
      'Bea Solberg',
      'Carl Gauß',
      'Carl Solberg',
    ]);
    expect(everybody.slice(5, 10)).toEqual([
      'Erik Solberg',
      'Łukasz Żak',
      'Noor Haddad',
      'René Ærø',
      'Zoë Müller',
    ]);
    const names: string[] = [];
    for (let after: string | null = null, turn = 0; turn < 20; turn += 1) {
      const page: RosterPage = await pageOf(office, 'office', { limit: '2', ...(after && { after }) });
      names.push(...page.entries.map(({ name }) => name.normalize('NFC')));
      after = page.next;
      if (after === null) break;
    }
    expect(names).toEqual(everybody);
  });
});

describe('nobody is found who is not there', () => {
  it('[TEN-1] in another company', async () => {
    expect(await found(stranger, 'office', 'zoe')).toEqual(['Zoë Other']);
    expect(await found(stranger, 'office', `zoe@${house.slug}`)).toEqual([]);
    expect(await found(office, 'office', `zoe@${house.slug}`)).toEqual(['Zoë Müller']);
  });

  it('on the roster of a group, by e-mail or by name, who is of another group', async () => {
    const mail = (name: Name) => `${name}@${house.slug}.example`;
    expect(await found(ada, 'agents', 'bea')).toEqual(['Bea Solberg']);
    expect(await found(ada, 'agents', mail('bea'))).toEqual(['Bea Solberg']);
    expect(await found(ada, 'agents', 'solberg')).toEqual(['Bea Solberg']);
    expect(await found(ada, 'agents', mail('carl'))).toEqual([]);
    expect(await found(ada, 'agents', mail('erik'))).toEqual([]);
    expect(await found(ada, 'directory', mail('erik'))).toEqual(['Erik Solberg']);
  });

  it('after the company was changed, under what was before', async () => {
    const { bea: _, ...others } = cast;
    await house.apply({
      cast: { ...others, erik: { ...cast.erik, name: 'Erik Østby', office: { title: 'Pilot' } } } as never,
    });
    expect(await found(office, 'office', 'ostby pilot')).toEqual(['Erik Østby']);
    expect(await found(office, 'office', 'solberg')).toEqual(['Carl Solberg']);
    expect(await found(office, 'office', 'customs')).toEqual([]);
    await house.apply({ cast });
    expect(await found(office, 'office', 'solberg')).toEqual(['Bea Solberg', 'Carl Solberg', 'Erik Solberg']);
  });
});
