import {
  type ConversationId,
  events,
  type MessageView,
  type PresenceView,
  routes,
  type SeatId,
  type ServerEvent,
} from '@tieline/protocol';
import { type Line, startTestServer, type TestServer, upload, wholeCast } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { messageChanges } from './message-changes.fixture.ts';
import { compileCheck } from '../gateway/check-schema.ts';

/*
 * A whole company does everything at once. Each message carries a word of its own; who may ever see which word was
 * written down by hand, from the rules, and is compared with everything that each device was sent.
 */

const offices = ['erik', 'mei', 'olivia', 'noor', 'sam'] as const;
const consoles = ['ada', 'bea', 'noor', 'grace'] as const;
type Place = `${(typeof offices)[number]} office` | `${'carl' | 'sam' | (typeof consoles)[number]} console`;

/** Which devices may be told a word live, and which only by their own asking. */
const may: Record<string, { live: Place[]; asked?: Place[] }> = {
  'expert-rich': { live: ['ada console', 'erik office'] },
  'expert-answer': { live: ['ada console', 'erik office'] },
  'expert-edited': { live: ['ada console', 'erik office'] },
  'expert-deleted': { live: ['ada console', 'erik office'] },
  'expert-of-two': { live: ['noor console', 'noor office', 'erik office'] },
  'agents-first': { live: ['ada console', 'bea console'] },
  'agents-again': { live: ['ada console', 'bea console'] },
  'agents-of-two': { live: ['ada console', 'noor console', 'noor office'] },
  'direct-plain': { live: ['erik office', 'mei office'] },
  'direct-of-two': { live: ['noor office', 'mei office'] },
  'from-invisible': { live: ['olivia office', 'mei office'] },
  'missed-by-carl': { live: ['erik office'], asked: ['carl console'] },
  'missed-by-sam': { live: ['erik office', 'sam office'], asked: ['sam console'] },
  'file-in-direct': { live: ['erik office', 'mei office'] },
  'file-to-agent': { live: ['ada console', 'erik office'] },
  'refused-by-rule': { live: [] },
};

/** What nobody is answered any more: its interaction is over, or it was deleted. */
const gone = ['agents-first', 'expert-deleted'];

let server: TestServer;
const lines = new Map<Place, Line>();
const outsiders: Line[] = [];
const asked = new Map<Place, string>();
/** What each device finds in files and on formatted pages. */
const opened = new Map<Place, string>();
const files: string[] = [];
const watched = new Map<Place, Set<SeatId>>();

const line = (place: Place): Line => {
  const found = lines.get(place);
  if (!found) throw new Error(`Nobody is at ${place}`);
  return found;
};
const seat = (place: Place): SeatId => line(place).seat;

async function say(from: Place, chat: ConversationId, word: string): Promise<void> {
  const rich = { kind: 'rich', html: `<p>A <b>bold</b> ${word}</p>` } as const;
  await line(from).say(chat, from.endsWith('console') ? rich : `A plain ${word}`);
}

/** Sends a file that is called by the word and says it. */
async function bring(from: Place, conversation: ConversationId, word: string): Promise<void> {
  const bytes = new Uint8Array(Buffer.from(`It says ${word}`));
  const file = await upload(line(from).device, { conversation, name: `${word}.txt`, bytes });
  await line(from).say(conversation, { kind: 'file', file });
  files.push(`${conversation}/${file}`);
}

async function signalAll(places: Place[], conversation: ConversationId): Promise<void> {
  for (const place of places) {
    await line(place).ask('set-typing', { conversation, typing: true });
    await line(place).ask('mark-read', { conversation, seq: 100 });
  }
}

async function watchEverybody(): Promise<void> {
  for (const [place, one] of lines) {
    const held = new Set<SeatId>();
    for (const roster of ['office', 'agents', 'directory'] as const) {
      for (const entry of await one.roster(roster)) held.add(entry.seat);
    }
    const entries = [...lines.values()].flatMap(({ seat: other }) =>
      (['office', 'agents', 'directory'] as const).map((roster) => ({ roster, seat: other })),
    );
    await one.ask('watch-presence', { entries });
    watched.set(place, held);
  }
}

/** Sends one message and edits it, and sends another and deletes it. */
async function changeMessages(chat: ConversationId): Promise<void> {
  const erik = line('erik office');
  const { edit, erase } = messageChanges(server.node.context, erik.device.token);
  await edit(chat, (await erik.say(chat, 'Not yet')).seq, 'A plain expert-edited');
  await erase(chat, (await erik.say(chat, 'A plain expert-deleted')).seq);
}

async function doEverything(): Promise<void> {
  const erik = line('erik office');
  const [carl, sam] = [await erik.find('office', 'Carl'), await erik.find('office', 'Sam', 'agent')];
  const [expert, ofTwo] = [await line('ada console').open(erik.seat), await erik.open(seat('noor console'))];
  const agents = await line('ada console').open(seat('bea console'));
  const agentsOfTwo = await line('ada console').open(seat('noor console'));
  const [direct, directOfTwo] = [
    await erik.open(seat('mei office')),
    await line('noor office').open(seat('mei office')),
  ];
  await say('ada console', expert.id, 'expert-rich');
  await say('erik office', expert.id, 'expert-answer');
  await changeMessages(expert.id);
  await say('erik office', ofTwo.id, 'expert-of-two');
  await say('ada console', agents.id, 'agents-first');
  await signalAll(['ada console', 'bea console'], agents.id);
  await line('bea console').ask('end-interaction', { conversation: agents.id });
  await say('bea console', agents.id, 'agents-again');
  await say('noor console', agentsOfTwo.id, 'agents-of-two');
  await bring('erik office', direct.id, 'file-in-direct');
  await bring('erik office', expert.id, 'file-to-agent');
  await say('mei office', direct.id, 'direct-plain');
  await say('noor office', directOfTwo.id, 'direct-of-two');
  await line('olivia office').ask('set-status', { status: 'invisible' });
  await say('olivia office', (await line('olivia office').open(seat('mei office'))).id, 'from-invisible');
  await say('erik office', (await erik.open(carl)).id, 'missed-by-carl');
  await say('erik office', (await erik.open(sam)).id, 'missed-by-sam');
  await erik.sayInVain(direct.id, { kind: 'rich', html: '<b>refused-by-rule</b>' });
  await signalAll(['ada console', 'erik office'], expert.id);
  await signalAll(['erik office', 'mei office'], direct.id);
  await signalAll(['ada console', 'noor console'], agentsOfTwo.id);
  for (const place of ['ada console', 'noor console'] as const)
    for (const status of ['on-break', 'work-offline', 'available'] as const)
      await line(place).ask('set-status', { status });
  for (const status of ['busy', 'do-not-disturb'] as const) await erik.ask('set-status', { status });
}

/** Everything that a device can ask for, whether it is its own or not. */
async function askEverything(one: Line, chats: ReadonlySet<string>): Promise<string> {
  const paths = ['/me', '/sessions', '/conversations', '/conversations?list=archive'];
  for (const roster of ['office', 'agents', 'directory']) paths.push(`/rosters/${roster}`);
  for (const chat of chats) paths.push(`/conversations/${chat}`, `/conversations/${chat}/messages?limit=100`);
  const answers = await Promise.all(paths.map((path) => one.device.request('GET', path)));
  const timelines = [...chats].map((conversation) => ({
    conversation: conversation as ConversationId,
    after: 0,
  }));
  const resumed = await one.ask('resume', { token: null, timelines });
  return [...answers.map((answer) => answer.body), resumed].map((body) => JSON.stringify(body)).join('\n');
}

/** Every file and formatted page that there is, as far as it is handed out. */
async function openEverything({ device }: Line, chats: ReadonlySet<string>): Promise<string> {
  const pages = [...chats].flatMap((chat) => [1, 2, 3].map((seq) => `/formatted/${chat}/${seq}`));
  const paths = [...pages, ...files.map((file) => `/files/${device.surface}/${file}`)];
  const headers = { authorization: `Bearer ${device.token}` };
  const answers = await Promise.all(paths.map((path) => fetch(`${server.url}${path}`, { headers })));
  return (await Promise.all(answers.filter(({ ok }) => ok).map((answer) => answer.text()))).join('\n');
}

beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
  const house = await server.company({ cast: wholeCast });
  const elsewhere = await server.company({ cast: wholeCast });
  for (const name of offices) lines.set(`${name} office`, await house.join(name, 'office'));
  for (const name of consoles) lines.set(`${name} console`, await house.join(name, 'console'));
  outsiders.push(await elsewhere.join('erik', 'office'), await elsewhere.join('grace', 'console'));
  await watchEverybody();
  await doEverything();
  for (const name of ['carl', 'sam'] as const)
    lines.set(`${name} console`, await house.join(name, 'console'));
  await Promise.all([...lines.values(), ...outsiders].map((one) => one.caughtUp()));
  const chats = new Set(
    [...lines.values()].flatMap((one) => one.heard('message').map((event) => event.conversation)),
  );
  for (const [place, one] of lines) {
    asked.set(place, await askEverything(one, chats));
    opened.set(place, await openEverything(one, chats));
  }
});
afterAll(() => server.close());

const wordsIn = (text: string) => Object.keys(may).filter((word) => text.includes(word));
const toldLive = (one: Line) => one.socket.told.map((event) => JSON.stringify(event)).join('\n');
const side = (place: Place) => (place.endsWith('office') ? 'office' : 'console');

/** Every object anywhere in a value. */
function objectsIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (typeof value !== 'object' || value === null) return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(objectsIn)];
}

const officePlaces = [...offices].map((name): Place => `${name} office`);

const framesOf = (place: Place): unknown[] => [
  ...line(place).socket.received.map((frame) => JSON.parse(frame) as unknown),
  ...(asked.get(place) ?? '').split('\n').map((body) => JSON.parse(body) as unknown),
];

describe('a whole company', () => {
  it('[SEAT-2, DEL-4, HIST-6, HIST-7] tells each device live exactly the messages that are for it', () => {
    for (const [place, one] of lines) {
      const expected = Object.keys(may).filter((word) => may[word]?.live.includes(place));
      expect({ place, words: wordsIn(toldLive(one)) }).toEqual({ place, words: expected });
    }
  });

  it('[HIST-5, HIST-6, TEN-1] answers each device, whatever it asks for, with nothing but its own', () => {
    for (const [place] of lines) {
      const expected = Object.keys(may).filter((word) => {
        return (
          !gone.includes(word) && [...(may[word]?.live ?? []), ...(may[word]?.asked ?? [])].includes(place)
        );
      });
      expect({ place, words: wordsIn(asked.get(place) ?? '') }).toEqual({ place, words: expected });
    }
  });

  it('[TEN-1] tells nobody outside', async () => {
    for (const one of outsiders) {
      expect(one.socket.events.map((event) => event.on)).toEqual(['welcome']);
      const chats = new Set(
        [...lines.values()].flatMap((inside) => inside.heard('message').map((e) => e.conversation)),
      );
      expect(wordsIn(await askEverything(one, chats))).toEqual([]);
      expect(await openEverything(one, chats)).toBe('');
    }
  });

  it('[CONT-3, CONT-5, CONT-6] hands formatted pages to their office readers, and files to the readers of theirs', () => {
    const pages: Partial<Record<Place, string[]>> = {
      'erik office': ['expert-rich'],
      'noor office': ['agents-of-two'],
    };
    for (const [place] of lines) {
      const mine = ['file-in-direct', 'file-to-agent'].filter((word) => may[word]?.live.includes(place));
      const expected = [...(pages[place] ?? []), ...mine];
      expect({ place, words: wordsIn(opened.get(place) ?? '') }).toEqual({ place, words: expected });
    }
  });

  it('[CONT-2, CONT-3, CONT-8] gives each message the form of the surface, field by field, live and asked for', () => {
    const fields: Record<MessageView['surface'], string[]> = {
      office: 'at change clientId excerpt fate file formatted from id reactions rev seq surface text'.split(
        ' ',
      ),
      console: 'at change clientId excerpt file from html id missed rev seq surface'.split(' '),
    };
    for (const [place] of lines) {
      const messages = framesOf(place)
        .flatMap(objectsIn)
        .filter((one) => 'seq' in one && 'from' in one);
      const other = side(place) === 'office' ? ['html', 'missed'] : ['text', 'formatted', 'fate'];
      for (const message of messages) {
        expect(Object.keys(message).toSorted()).toEqual(fields[side(place)]);
        for (const field of other) expect(message).not.toHaveProperty(field);
      }
    }
    for (const place of officePlaces)
      expect(JSON.stringify(framesOf(place))).not.toMatch(/<\/?(b|strong|p)>/);
    expect(asked.get('ada console')).toMatch(/<strong>bold<\/strong> expert-rich/);
  });

  it('[DEL-6] tells the client id of a message to its sender alone', () => {
    let own = 0;
    for (const [place, one] of lines) {
      const messages = framesOf(place)
        .flatMap(objectsIn)
        .filter((object) => 'seq' in object && 'from' in object);
      for (const { from, clientId } of messages) {
        const isOwn = (from as MessageView['from']).seat === one.seat;
        expect({ place, isOwn, isTold: clientId !== null }).toEqual({ place, isOwn, isTold: isOwn });
        if (isOwn) own += 1;
      }
    }
    expect(own).toBeGreaterThan(10);
  });

  it('[SIG-4, SIG-5, SIG-6] tells of typing and reading in direct chats only', () => {
    for (const [place, one] of lines) {
      const signals = [...one.heard('typing'), ...one.heard('receipt')];
      const heard = { 'erik office': 2, 'mei office': 2 } as Partial<Record<Place, number>>;
      expect({ place, heard: signals.length }).toEqual({ place, heard: heard[place] ?? 0 });
      const places = one.socket.received.filter((frame) => /"peerReadSeq":\d/.test(frame));
      expect({ place, told: places.length > 0 && side(place) === 'console' }).toEqual({ place, told: false });
    }
  });

  it('[PRES-2, PRES-3, PRES-5] shows the office no work of an agent, and nobody who is invisible', () => {
    const agents = new Set(
      [...lines].flatMap(([place, one]) => (side(place) === 'console' ? [one.seat] : [])),
    );
    const shown = [...lines.keys()].flatMap((place) =>
      framesOf(place)
        .flatMap(objectsIn)
        .filter((one) => 'presence' in one)
        .map((one) => ({
          ofAgent: agents.has(one['seat'] as SeatId),
          toOffice: side(place) === 'office',
          ...(one['presence'] as PresenceView),
        })),
    );
    expect(shown.length).toBeGreaterThan(100);
    expect(shown.filter(({ word }) => (word as string) === 'invisible')).toEqual([]);
    expect(shown.filter(({ ofAgent, toOffice, since }) => (toOffice || !ofAgent) && since !== null)).toEqual(
      [],
    );
    const ofAgents = shown.filter(({ ofAgent, toOffice }) => ofAgent && toOffice);
    expect(new Set(ofAgents.map(({ word }) => word))).toEqual(new Set(['online', 'offline']));
    const olivia = line('mei office')
      .heard('presence')
      .filter((event) => event.seat === seat('olivia office'));
    expect(olivia.map(({ presence }) => presence.word)).toEqual(['offline']);
  });

  it('[PRES-9] sends presence of those only whom the watcher has on a roster', () => {
    for (const [place, one] of lines) {
      const unheld = one.heard('presence').filter((event) => !watched.get(place)?.has(event.seat));
      expect({ place, unheld }).toEqual({ place, unheld: [] });
    }
    expect(line('bea console').heard('presence').length).toBeGreaterThan(3);
  });

  it('[EXPL-1] says nothing that is not in the protocol', () => {
    const checks = Object.fromEntries(
      Object.entries(events).map(([name, schema]) => [name, compileCheck(schema)]),
    );
    const kinds = new Set<ServerEvent['on']>();
    for (const [place, one] of lines) {
      for (const event of one.socket.events) {
        kinds.add(event.on);
        expect({ place, checked: checks[event.on]?.(event) }).toMatchObject({ place, checked: { ok: true } });
      }
    }
    // What comes by the clock, or from outside of the chats, has tests of its own.
    const unheard = (Object.keys(events) as ServerEvent['on'][]).filter((name) => !kinds.has(name));
    expect(unheard).toEqual([
      'unreadable-change',
      'mark',
      'company-changed',
      'roster-changed',
      'session-ended',
    ]);
    expect(
      compileCheck(routes['load-self'].answer)(line('mei office').heard('welcome')[0]?.self),
    ).toMatchObject({ ok: true });
  });
});
