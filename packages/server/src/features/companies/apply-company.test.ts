import { randomUUID } from 'node:crypto';
import type { ConversationId, SeatId, TenantId } from '@tieline/protocol';
import { createDatabase, type TestDatabase } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type CompanyFile, parseCompanyFile } from '../../companies/company-file.ts';
import { verifyPassword } from '../../credentials/passwords.ts';
import { writeAttachments } from '../../store/attachments.ts';
import { loadCompany } from '../../store/companies.ts';
import type { CompanyState, PersonState } from '../../store/company-records.ts';
import { loadConversation } from '../../store/load-conversation.ts';
import { loadRosterPage, loadSeats } from '../../store/load-seats.ts';
import { loadTenantBySlug } from '../../store/load-tenant.ts';
import { loadSeatRevisions, writeOrigin } from '../../store/looking.fixture.ts';
import { loadCredential, loadSessionsOfTokens, writeSession } from '../../store/sessions.ts';
import { openStore, type Store } from '../../store/store.ts';
import { writeConversation, writeInteractionStart } from '../../store/write-conversation.ts';
import { type ApplyAnswer, applyCompany } from './apply-company.ts';

const cost = { memoryCost: 64, timeCost: 1, parallelism: 1 };
let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await createDatabase(inject('databaseUrl'));
  store = await openStore({
    url: database.url,
    connections: 8,
    statementTimeout: 30_000,
    onError: () => undefined,
  });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

/** A company of its own for each test, described by the text of its file. */
function newSlug(): string {
  return `c${randomUUID().slice(0, 13)}`;
}

const office = (email: string, more = '') => `
  - { email: ${email}@x.example, name: ${email}, password: tieline-demo, office: { title: Clerk }${more} }`;
const agent = (email: string, license: string, more = '') => `
  - { email: ${email}@x.example, name: ${email}, password: tieline-demo, agent: { ${license} }${more} }`;

const groups = `groups: [{ name: Sales }, { name: Support, monitoring: on }]
queues: [{ name: Web, groups: [Sales, Support] }]`;

function fileOf(slug: string, people: string, sections = groups): CompanyFile {
  const company = `company: { slug: ${slug}, name: The ${slug}, mode: 3, release: "9.10", monitoring: on }`;
  const answer = parseCompanyFile(`${company}\n${sections}\npeople:${people}\n`);
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  return answer.file;
}

function apply(file: CompanyFile): Promise<ApplyAnswer> {
  return applyCompany(file, { store, dryRun: false, cost });
}

/** What was written, each change as `act what name`. */
async function applied(file: CompanyFile): Promise<string[]> {
  const answer = await apply(file);
  if (answer.is !== 'applied') throw new Error(JSON.stringify(answer));
  return answer.changes.map(({ act, what, name }) => `${act} ${what} ${name}`);
}

async function stateOf(slug: string): Promise<CompanyState> {
  const tenant = await loadTenantBySlug(store, slug);
  if (!tenant) throw new Error(`There is no company ${slug}`);
  return store.read(tenant.facts.id, loadCompany);
}

async function personOf(slug: string, name: string): Promise<PersonState> {
  const { people } = await stateOf(slug);
  const person = people.find(({ settings }) => settings.email === `${name}@x.example`);
  if (!person) throw new Error(`There is no ${name}`);
  return person;
}

function seatOf(person: PersonState, kind: 'office' | 'agent'): SeatId {
  const seat = person[kind];
  if (!seat) throw new Error(`${person.settings.email} has no ${kind} seat`);
  return seat.seat;
}

/** Signs a device in; the secret of its token. */
async function signIn(tenant: TenantId, person: PersonState, seat: SeatId): Promise<string> {
  const secret = randomUUID();
  const { passwordHash } = person;
  const session = { person: person.person, seat, secret, passwordHash, device: 'test', days: 1 };
  await store.transaction(tenant, async (db) => {
    const id = await writeSession(db, session);
    if (id === null) throw new Error('The session was not written');
    await writeAttachments(db, randomUUID(), [{ session: id, seat, idle: false }]);
  });
  return secret;
}

async function isSignedIn(tenant: TenantId, secret: string): Promise<boolean> {
  const [session] = await store.read(tenant, (db) => loadSessionsOfTokens(db, [secret]));
  return session !== null;
}

describe('applying a company file', () => {
  it('makes the company, with everything that the file says', async () => {
    const slug = newSlug();
    const people = `${office('olga', ', administrator: true, department: IT')}${agent('abe', 'groups: [Support], title: Agent')}
  - email: sue@x.example
    name: Sue
    password: tieline-demo
    agent: { supervisor: true, groups: [Sales], supervises: { groups: [Support], queues: [Web] } }`;
    const file = fileOf(slug, people);
    const answer = await apply(file);
    expect(answer).toMatchObject({ is: 'applied', signedOut: { sessions: [], interactions: [] } });
    const state = await stateOf(slug);
    expect(state.settings).toEqual(file.settings);
    expect(state.groups).toEqual(file.groups);
    expect(state.queues).toEqual(file.queues);
    expect(
      state.people.map(({ settings, active, office: one, agent: other }) => ({
        settings,
        active,
        office: one?.license ?? null,
        agent: other?.license ?? null,
      })),
    ).toEqual(
      file.people
        .map(({ settings, office: one, agent: other }) => ({
          settings,
          active: true,
          office: one,
          agent: other,
        }))
        .toSorted((a, b) => (a.settings.email < b.settings.email ? -1 : 1)),
    );
  });

  it('lets people log in with the password, and stores nothing but an argon2id hash of it', async () => {
    const slug = newSlug();
    await apply(fileOf(slug, office('olga')));
    const { tenant } = await stateOf(slug);
    const { credential } = await store.read(tenant, (db) => loadCredential(db, 'olga@x.example'));
    expect(credential?.passwordHash).toMatch(/^\$argon2id\$/);
    expect(await verifyPassword(credential?.passwordHash ?? '', 'tieline-demo')).toBe(true);
  });

  it('changes nothing the second time, not even the salt of a password', async () => {
    const slug = newSlug();
    const file = fileOf(slug, office('olga') + agent('abe', 'groups: [Support, Sales]'));
    await apply(file);
    const before = await stateOf(slug);
    expect(await applied(file)).toEqual([]);
    expect(await stateOf(slug)).toEqual(before);
  });

  it('writes nothing on a dry run, and tells the same as the run that writes', async () => {
    const slug = newSlug();
    const first = fileOf(slug, office('olga') + office('ben'));
    const dry = await applyCompany(first, { store, dryRun: true, cost });
    expect(await loadTenantBySlug(store, slug)).toBeNull();
    expect(dry).toEqual({ is: 'planned', changes: (await changesOf(first)).changes, unmanaged: [] });

    const before = await stateOf(slug);
    const second = fileOf(
      slug,
      office('olga', ', department: HR') + agent('abe', 'groups: []'),
      'groups: []',
    );
    const again = await applyCompany(second, { store, dryRun: true, cost });
    expect(await stateOf(slug)).toEqual(before);
    expect(again).toEqual({ is: 'planned', changes: (await changesOf(second)).changes, unmanaged: [] });
    expect(again.is === 'planned' && again.changes.length).toBe(8);
  });

  async function changesOf(file: CompanyFile): Promise<Extract<ApplyAnswer, { is: 'applied' }>> {
    const answer = await apply(file);
    if (answer.is !== 'applied') throw new Error(JSON.stringify(answer));
    return answer;
  }

  it('deactivates who is not in the file, and restores the same seats when they are back', async () => {
    const slug = newSlug();
    const both = agent('abe', 'groups: [Support]', ', office: {}');
    await apply(fileOf(slug, office('olga') + both));
    const before = await personOf(slug, 'abe');

    expect(await applied(fileOf(slug, office('olga')))).toEqual([
      'deactivated person abe@x.example',
      'deactivated office seat abe@x.example',
      'deactivated agent seat abe@x.example',
    ]);
    const away = await personOf(slug, 'abe');
    expect(away).toMatchObject({ person: before.person, active: false, office: { active: false } });
    const seat = seatOf(before, 'agent');
    const { tenant } = await stateOf(slug);
    const seats = await store.read(tenant, (db) => loadSeats(db, [seat]));
    expect(seats.get(seat)?.facts).toMatchObject({ active: false, officeSeat: null });
    expect(await store.read(tenant, (db) => loadCredential(db, 'abe@x.example'))).toMatchObject({
      credential: null,
    });

    expect(await applied(fileOf(slug, office('olga') + both))).toEqual([
      'reactivated person abe@x.example',
      'reactivated office seat abe@x.example',
      'reactivated agent seat abe@x.example',
    ]);
    expect(await personOf(slug, 'abe')).toEqual(before);
  });

  it('signs the devices of a seat out when its license is gone, and those of no other seat', async () => {
    const slug = newSlug();
    await apply(fileOf(slug, office('olga') + agent('abe', 'groups: []', ', office: {}')));
    const { tenant } = await stateOf(slug);
    const abe = await personOf(slug, 'abe');
    const olga = await personOf(slug, 'olga');
    const console = await signIn(tenant, abe, seatOf(abe, 'agent'));
    const desk = await signIn(tenant, abe, seatOf(abe, 'office'));
    const other = await signIn(tenant, olga, seatOf(olga, 'office'));
    expect([await isSignedIn(tenant, console), await isSignedIn(tenant, desk)]).toEqual([true, true]);

    const { signedOut } = await changesOf(fileOf(slug, office('olga') + office('abe')));
    expect(signedOut.sessions.map(({ seat }) => seat)).toEqual([seatOf(abe, 'agent')]);
    expect(await isSignedIn(tenant, console)).toBe(false);
    expect([await isSignedIn(tenant, desk), await isSignedIn(tenant, other)]).toEqual([true, true]);
    const seats = await store.read(tenant, (db) => loadSeats(db, [seatOf(abe, 'agent')]));
    expect(seats.get(seatOf(abe, 'agent'))?.facts.loggedIn).toBe(false);
  });

  it('signs every device of a person out whose password is new', async () => {
    const slug = newSlug();
    const people = office('olga') + agent('abe', 'groups: []', ', office: {}');
    await apply(fileOf(slug, people));
    const { tenant } = await stateOf(slug);
    const abe = await personOf(slug, 'abe');
    const olga = await personOf(slug, 'olga');
    const stolen = await signIn(tenant, abe, seatOf(abe, 'office'));
    const other = await signIn(tenant, olga, seatOf(olga, 'office'));
    expect(await isSignedIn(tenant, stolen)).toBe(true);

    const renewed = people.replace(/(abe@.*password: )tieline-demo/, '$1another-secret');
    const { changes } = await changesOf(fileOf(slug, renewed));
    expect(changes.map(({ name, fields }) => [name, fields])).toEqual([
      ['abe@x.example', [{ field: 'password', from: null, to: null }]],
    ]);
    expect([await isSignedIn(tenant, stolen), await isSignedIn(tenant, other)]).toEqual([false, true]);
    const { passwordHash } = await personOf(slug, 'abe');
    expect(await verifyPassword(passwordHash, 'another-secret')).toBe(true);
    expect(await applied(fileOf(slug, renewed))).toEqual([]);
  });

  it('takes a password as a hash, and keeps the stored one where the file has none', async () => {
    const slug = newSlug();
    await apply(fileOf(slug, office('olga')));
    const { passwordHash } = await personOf(slug, 'olga');
    const other = newSlug();
    const hashed = office('olga').replace('password: tieline-demo', `password-hash: "${passwordHash}"`);
    await apply(fileOf(other, hashed));
    expect((await personOf(other, 'olga')).passwordHash).toBe(passwordHash);
    const silent = office('olga').replace('password: tieline-demo, ', '');
    expect(await applied(fileOf(other, silent))).toEqual([]);
  });

  it('refuses somebody new without a password, and writes nothing of the file', async () => {
    const slug = newSlug();
    const silent = office('olga').replace('password: tieline-demo, ', '');
    expect(await apply(fileOf(slug, silent))).toMatchObject({
      is: 'refused',
      errors: [{ sentence: 'olga@x.example is new here and needs a password or a password-hash' }],
    });
    expect(await loadTenantBySlug(store, slug)).toBeNull();
  });

  it('removes groups and queues that are not in the file, with who was in them', async () => {
    const slug = newSlug();
    await apply(fileOf(slug, agent('abe', 'groups: [Sales, Support]')));
    expect(
      await applied(fileOf(slug, agent('abe', 'groups: [Support]'), 'groups: [{ name: Support }]')),
    ).toEqual([
      'changed group Support',
      'changed agent seat abe@x.example',
      'removed group Sales',
      'removed queue Web',
    ]);
    const state = await stateOf(slug);
    expect(state.groups.map(({ name }) => name)).toEqual(['Support']);
    expect(state.queues).toEqual([]);
    expect((await personOf(slug, 'abe')).agent?.license.groups).toEqual(['Support']);
  });

  it('changes nothing of people who come from elsewhere, and says who they are', async () => {
    const slug = newSlug();
    await apply(fileOf(slug, office('olga') + office('dora') + agent('ina', 'groups: [Sales]')));
    const [dora, ina] = [await personOf(slug, 'dora'), await personOf(slug, 'ina')];
    await writeOrigin(store, dora.person, 'directory');
    await writeOrigin(store, ina.person, 'invitation');
    const { tenant } = await stateOf(slug);
    const session = await signIn(tenant, dora, seatOf(dora, 'office'));

    const answer = await changesOf(fileOf(slug, office('olga', ', department: HR')));
    expect(answer.changes.map(({ act, name }) => `${act} ${name}`)).toEqual(['changed olga@x.example']);
    expect(answer.unmanaged).toEqual([
      { email: 'dora@x.example', origin: 'directory' },
      { email: 'ina@x.example', origin: 'invitation' },
    ]);
    expect(await personOf(slug, 'dora')).toEqual({ ...dora, origin: 'directory' });
    expect(await personOf(slug, 'ina')).toEqual({ ...ina, origin: 'invitation' });
    expect(await isSignedIn(tenant, session)).toBe(true);
  });

  it('refuses a file that names somebody from elsewhere, and takes them over where it is asked to', async () => {
    const slug = newSlug();
    await apply(fileOf(slug, office('olga') + office('dora')));
    const dora = await personOf(slug, 'dora');
    await writeOrigin(store, dora.person, 'directory');
    const file = fileOf(slug, office('olga') + office('dora', ', department: HR'));
    expect(await apply(file)).toMatchObject({
      is: 'refused',
      errors: [{ sentence: expect.stringContaining('dora@x.example is in the company already') as unknown }],
    });
    expect(await personOf(slug, 'dora')).toEqual({ ...dora, origin: 'directory' });

    const taken = await applyCompany(file, { store, dryRun: false, takesOver: true, cost });
    expect(taken).toMatchObject({ is: 'applied', unmanaged: [] });
    const after = await personOf(slug, 'dora');
    expect(after).toMatchObject({ person: dora.person, origin: 'file', settings: { department: 'HR' } });
    expect(seatOf(after, 'office')).toBe(seatOf(dora, 'office'));
    expect(await applied(file)).toEqual([]);
    expect(await applied(fileOf(slug, office('olga')))).toContain('deactivated person dora@x.example');
  });

  it('changes mode and release of a company that exists', async () => {
    const slug = newSlug();
    const file = fileOf(slug, office('olga'));
    await apply(file);
    await apply({ ...file, settings: { ...file.settings, mode: 2, release: '9.9' } });
    const tenant = await loadTenantBySlug(store, slug);
    expect(tenant?.facts).toMatchObject({ mode: 2, release: '9.9' });
  });

  describe('counts what it changes', () => {
    const people = office('olga') + office('ben') + agent('abe', 'groups: [Sales]', ', office: {}');
    const everybody = ['abe agent', 'abe office', 'ben office', 'olga office'];

    /** Of the company, of its settings, and of each seat that is there. */
    async function revisionsOf(slug: string) {
      const tenant = await loadTenantBySlug(store, slug);
      if (!tenant) throw new Error(`There is no company ${slug}`);
      const seats = await loadSeatRevisions(store, tenant.facts.id);
      return { all: tenant.revision, settings: tenant.settingsRevision, seats };
    }

    /** What became newer; the number of each is that of the company. */
    async function touchedBy(slug: string, file: CompanyFile): Promise<string[]> {
      const before = await revisionsOf(slug);
      await apply(file);
      const after = await revisionsOf(slug);
      const seats = [...after.seats].filter(([name, revision]) => revision !== before.seats.get(name));
      const isOfAll = after.settings !== before.settings;
      for (const revision of [...seats.map(([, own]) => own), ...(isOfAll ? [after.settings] : [])])
        expect(revision).toBe(before.all + 1);
      const isRaised = after.all !== before.all;
      expect(isRaised).toBe(isOfAll || seats.length > 0);
      return [...(isOfAll ? ['the settings'] : []), ...seats.map(([name]) => name).toSorted()];
    }

    const cases: Record<string, [file: (slug: string) => CompanyFile, touched: readonly string[]]> = {
      nothing: [(slug) => fileOf(slug, people), []],
      'somebody new': [(slug) => fileOf(slug, people + office('zoe')), ['zoe office']],
      'a name': [
        (slug) => fileOf(slug, people.replace('name: abe', 'name: Abe')),
        ['abe agent', 'abe office'],
      ],
      'a title': [(slug) => fileOf(slug, people.replace('title: Clerk', 'title: Boss')), ['olga office']],
      'a group': [(slug) => fileOf(slug, people.replace('[Sales]', '[Support]')), ['abe agent']],
      'a group that is removed': [
        (slug) => fileOf(slug, people.replace('[Sales]', '[]'), 'groups: [{ name: Support }]'),
        ['abe agent'],
      ],
      'a role': [
        (slug) => fileOf(slug, people.replace('groups: [Sales]', 'groups: [Sales], supervisor: true')),
        ['abe agent'],
      ],
      'a license that goes': [
        (slug) => fileOf(slug, people.replace(', office: {}', '')),
        ['abe agent', 'abe office'],
      ],
      'a license that comes': [
        (slug) =>
          fileOf(slug, people.replace('email: ben@x.example', 'email: ben@x.example, agent: { groups: [] }')),
        ['ben agent', 'ben office'],
      ],
      'somebody who goes': [(slug) => fileOf(slug, people.replace(office('ben'), '')), ['ben office']],
      'a password': [
        (slug) => fileOf(slug, people.replace('password: tieline-demo', 'password: another-secret')),
        [],
      ],
      'what a queue serves': [
        (slug) => fileOf(slug, people, groups.replace('[Sales, Support]', '[Sales]')),
        [],
      ],
      'the mode': [
        (slug) => {
          const file = fileOf(slug, people);
          return { ...file, settings: { ...file.settings, mode: 2 } };
        },
        ['the settings'],
      ],
    };

    it.each(Object.entries(cases))('%s', async (_, [file, touched]) => {
      const slug = newSlug();
      await apply(fileOf(slug, people));
      expect([...(await revisionsOf(slug)).seats.keys()].toSorted()).toEqual(everybody);
      expect(await touchedBy(slug, file(slug))).toEqual(touched);
      // Done again it changes nothing.
      expect(await touchedBy(slug, file(slug))).toEqual([]);
    });
  });

  it('writes all of a file or nothing', async () => {
    const slug = newSlug();
    await apply(fileOf(slug, office('olga')));
    const before = await stateOf(slug);
    const file = fileOf(slug, office('olga', ', department: HR') + office('ben'));
    const failing: Store = {
      ...store,
      transaction: (tenant, work) =>
        store.transaction(tenant, async (db) => {
          await work(db);
          throw new Error('the power is gone');
        }),
    };
    await expect(applyCompany(file, { store: failing, dryRun: false, cost })).rejects.toThrow(
      'the power is gone',
    );
    expect(await stateOf(slug)).toEqual(before);
    expect(await applied(file)).toHaveLength(3);
  });

  it('may run several times at once: what comes out is one company as the file says', async () => {
    const slug = newSlug();
    const file = fileOf(slug, office('olga') + office('ben') + agent('abe', 'groups: [Sales]'));
    const answers = await Promise.all(Array.from({ length: 4 }, () => apply(file)));
    const counts = answers.map((answer) => (answer.is === 'applied' ? answer.changes.length : -1));
    expect(counts.toSorted((a, b) => a - b).slice(0, 3)).toEqual([0, 0, 0]);
    expect((await stateOf(slug)).people).toHaveLength(3);
    expect(await applied(file)).toEqual([]);
  });

  it('is thought over when the company changes between the look at it and the lock on it', async () => {
    const slug = newSlug();
    await apply(fileOf(slug, office('olga')));
    const mine = fileOf(slug, office('olga') + office('ben'));
    let meddled = false;
    const meddling: Store = {
      ...store,
      transaction: async (tenant, work) => {
        if (!meddled) await apply(fileOf(slug, office('olga') + office('ida')));
        meddled = true;
        return store.transaction(tenant, work);
      },
    };
    const answer = await applyCompany(mine, { store: meddling, dryRun: false, cost });
    expect(answer.is === 'applied' && answer.changes.map(({ act, name }) => `${act} ${name}`)).toEqual([
      'created ben@x.example',
      'created ben@x.example',
      'deactivated ida@x.example',
      'deactivated ida@x.example',
    ]);
  });

  it('[TEN-1] leaves every other company alone, whatever they have in common', async () => {
    const [one, other] = [newSlug(), newSlug()];
    const people = office('olga') + agent('abe', 'groups: [Sales]');
    await apply(fileOf(one, people));
    await apply(fileOf(other, people));
    const before = await stateOf(other);
    const { tenant } = before;
    const abe = await personOf(other, 'abe');
    const session = await signIn(tenant, abe, seatOf(abe, 'agent'));

    expect(await applied(fileOf(one, office('olga', ', department: HR'), 'groups: []'))).toContain(
      'deactivated agent seat abe@x.example',
    );
    expect(await stateOf(other)).toEqual(before);
    expect(await isSignedIn(tenant, session)).toBe(true);
  });

  it('[SEAT-1] makes an entry of each license: somebody with both is in the office roster twice', async () => {
    const slug = newSlug();
    await apply(fileOf(slug, office('olga') + agent('abe', 'title: Agent', ', office: { title: Clerk }')));
    const { tenant } = await stateOf(slug);
    const olga = seatOf(await personOf(slug, 'olga'), 'office');
    const roster = await store.read(tenant, async (db) => {
      const viewer = (await loadSeats(db, [olga])).get(olga);
      if (!viewer) throw new Error('Olga has no seat');
      const scope = { rule: 'SEAT-1', office: true, agents: 'all' } as const;
      return loadRosterPage(db, { viewer: viewer.facts, scope, search: '', after: null, limit: 10 });
    });
    expect(roster.map(({ name, title, facts }) => `${name} ${facts.kind} ${title}`).toSorted()).toEqual([
      'abe agent Agent',
      'abe office Clerk',
    ]);
  });

  it('[HIST-5] ends the agent chats of an agent seat that loses its license', async () => {
    const slug = newSlug();
    const crew = ['abe', 'bea', 'cid'].map((name) => agent(name, 'groups: [Sales]')).join('');
    await apply(fileOf(slug, crew));
    const { tenant } = await stateOf(slug);
    const [abe, bea, cid] = await Promise.all(
      ['abe', 'bea', 'cid'].map(async (name) => seatOf(await personOf(slug, name), 'agent')),
    );
    if (!abe || !bea || !cid) throw new Error('Somebody is missing');
    const chats = await Promise.all([startChat(tenant, abe, bea), startChat(tenant, bea, cid)]);
    expect(await running(tenant, chats)).toEqual([true, true]);

    const { signedOut } = await changesOf(
      fileOf(slug, agent('bea', 'groups: [Sales]') + agent('cid', 'groups: [Sales]')),
    );
    expect(signedOut.interactions).toEqual([
      {
        conversation: chats[0],
        number: expect.any(Number) as number,
        fromSeq: 1,
        fromRev: 1,
        rev: 2,
        members: [abe, bea].toSorted(),
        reason: 'logged-out',
        by: abe,
        unheardFrom: null,
      },
    ]);
    expect(await running(tenant, chats)).toEqual([false, true]);
  });

  async function startChat(tenant: TenantId, one: SeatId, other: SeatId): Promise<ConversationId> {
    return store.transaction(tenant, async (db) => {
      const conversation = await writeConversation(db, 'agent', one, other);
      await writeInteractionStart(db, conversation, one, { monitored: false, transcript: false });
      return conversation.id;
    });
  }

  async function running(
    tenant: TenantId,
    chats: readonly ConversationId[],
  ): Promise<(boolean | undefined)[]> {
    const found = await store.read(tenant, async (db) => [
      await loadConversation(db, chats[0] as ConversationId),
      await loadConversation(db, chats[1] as ConversationId),
    ]);
    return found.map((conversation) => conversation?.interaction.running);
  }
});
