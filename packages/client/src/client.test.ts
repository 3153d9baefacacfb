import type { ConversationId, MessageBody, ServerEvent } from '@tieline/protocol';
import { wireError } from '@tieline/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  agentChat,
  agentSelf,
  conversationOf,
  conversationView,
  me,
  messageEvent,
  messageView,
  peer,
  range,
  seatOf,
  selfView,
  seqsOf,
  textsOf,
} from '../test/cast.ts';
import { FakeServer, fault } from '../test/fake-server.ts';
import { clientOf, closeAll, onlineClient } from '../test/session.ts';
import { expectEventually } from '../test/expect-eventually.ts';
import { createClient } from './client.ts';
import type { TielineClient } from './types.ts';

const chat = conversationOf(1);
const plain = (text: string): MessageBody => ({ kind: 'plain', text });
let server: FakeServer;

beforeEach(async () => {
  server = await new FakeServer().start();
  server.addChat(chat);
});

afterEach(async () => {
  closeAll();
  await server.stop();
});

const timeline = (client: TielineClient, id: ConversationId = chat) => client.getState().timelines.get(id);
const seqs = (client: TielineClient) => seqsOf(timeline(client)?.messages ?? []);
const held = (client: TielineClient, id: ConversationId = chat) => client.getState().conversations.get(id);
const fill = (count: number) => range(1, count).forEach((seq) => server.write(chat, `text ${seq}`, peer));
const showsUpTo = (client: TielineClient, last: number) =>
  expectEventually(() => seqs(client).at(-1) === last, `message ${last} is shown`);
const isOnline = (client: TielineClient) => client.getState().connection.state === 'online';
const reconnected = (client: TielineClient, count: number) =>
  expectEventually(() => server.connections === count && isOnline(client), 'the line is back');
const historyAsked = () => server.requests.filter((request) => request.includes('/messages'));

describe('the list', () => {
  it('holds every page of the own list, and no archive where there is none', async () => {
    server.pageSize = 2;
    for (const number of [2, 3, 4, 5]) server.addChat(conversationOf(number));
    const client = await onlineClient(server);
    expect(client.getState().conversations.size).toBe(5);
    expect(client.getState().self?.seat).toBe(me);
    expect(server.requests.some((request) => request.includes('list=archive'))).toBe(false);
  });

  it('[HIST-6] holds the archive as well where there is one', async () => {
    server.self = selfView({ hasArchive: true });
    server.addChat(conversationOf(2), { archive: { seat: seatOf(9), kind: 'agent', name: 'Mia' } });
    const client = await onlineClient(server);
    expect(client.getState().conversations.size).toBe(2);
  });

  it('learns of a conversation from its first message', async () => {
    const client = await onlineClient(server);
    const fresh = conversationOf(7);
    server.addChat(fresh);
    server.write(fresh, 'hello', peer);
    await expectEventually(() => held(client, fresh) !== undefined, 'it is in the list');
    expect(held(client, fresh)).toMatchObject({ lastSeq: 1, excerpt: 'hello', unread: 1 });
  });

  it('is not set back by a page that is older than an event', async () => {
    let release = () => {};
    const slow = new Promise<void>((resolve) => (release = resolve));
    server.onRequest = (request) => (request.includes('list=own') ? slow : undefined);
    const client = clientOf(server);
    client.connect();
    await expectEventually(
      () => server.requests.some((request) => request.includes('list=own')),
      'the list is asked for',
    );
    server.emit({ on: 'conversation', conversation: conversationView(chat) });
    fill(1);
    await expectEventually(() => held(client)?.lastSeq === 1, 'the event arrives');
    release();
    await expectEventually(() => client.getState().conversationsState === 'ready', 'the list arrives');
    expect(held(client)).toMatchObject({ lastSeq: 1, excerpt: 'text 1', unread: 1 });
  });

  it('drops what is gone when the line comes back, and keeps what is open and only in no list', async () => {
    for (const number of [2, 3, 4]) server.addChat(conversationOf(number));
    const client = await onlineClient(server);
    await client.openTimeline(conversationOf(3));
    await client.openTimeline(conversationOf(4));
    expect(client.getState().conversations.size).toBe(4);
    server.chats.delete(conversationOf(2));
    server.chats.delete(conversationOf(3));
    server.unlisted.add(conversationOf(4));
    server.breakLines();
    await expectEventually(() => client.getState().conversations.size === 2, 'two are gone');
    expect([...client.getState().conversations.keys()]).toEqual([chat, conversationOf(4)]);
  });

  it('keeps what an event told of while a list without it was under way', async () => {
    const other = conversationOf(2);
    server.addChat(other);
    const client = await onlineClient(server);
    expect([...client.getState().conversations.keys()]).toEqual([chat, other]);
    for (const id of [chat, other]) server.unlisted.add(id);
    let release = () => {};
    const slow = new Promise<void>((resolve) => (release = resolve));
    server.onRequest = (request) => (request.includes('list=own') ? slow : undefined);
    server.breakLines();
    const lists = () => server.requests.filter((request) => request.includes('list=own')).length;
    await expectEventually(() => lists() === 2, 'the list is asked for again');
    fill(1);
    await expectEventually(() => held(client)?.lastSeq === 1, 'the event arrives');
    release();
    await expectEventually(() => held(client, other) === undefined, 'the list is in');
    expect(held(client)).toMatchObject({ lastSeq: 1 });
  });

  it('loads again after an error, and says when it has failed', async () => {
    let failing = true;
    server.onRequest = (request) => (failing && request.includes('list=') ? fault('unavailable') : undefined);
    const client = clientOf(server);
    client.connect();
    await expectEventually(() => client.getState().conversationsState === 'failed', 'it has failed');
    failing = false;
    await expectEventually(() => client.getState().conversationsState === 'ready', 'it is loaded');
    expect(client.getState().conversations.size).toBe(1);
  });
});

describe('a timeline', () => {
  it('opens with the newest page, remembers where reading stopped, and loads older ones', async () => {
    server.pageSize = 10;
    fill(25);
    server.chat(chat).view = { ...server.chat(chat).view, readSeq: 20 };
    const client = await onlineClient(server);
    await client.openTimeline(chat);
    expect(timeline(client)).toMatchObject({ state: 'ready', openedAtReadSeq: 20, hasBefore: true });
    expect(seqs(client)).toEqual(range(16, 25));
    await Promise.all([client.loadOlder(chat), client.loadOlder(chat)]);
    expect(seqs(client)).toEqual(range(6, 25));
    await client.loadOlder(chat);
    await client.loadOlder(chat);
    expect([seqs(client), timeline(client)?.hasBefore]).toEqual([range(1, 25), false]);
    expect(historyAsked()).toHaveLength(3);
  });

  it('can be opened by its address, before the list is there', async () => {
    fill(3);
    const client = clientOf(server);
    client.connect();
    await client.openTimeline(chat);
    expect(seqs(client)).toEqual([1, 2, 3]);
  });

  it('says that it failed, and opens when asked again', async () => {
    fill(3);
    const client = await onlineClient(server);
    server.onRequest = (request) => (request.includes('/messages') ? fault('invalid') : undefined);
    await expect(client.openTimeline(chat)).rejects.toMatchObject({ wire: { code: 'invalid' } });
    expect(timeline(client)?.state).toBe('failed');
    server.onRequest = () => undefined;
    await client.openTimeline(chat);
    expect(seqs(client)).toEqual([1, 2, 3]);
  });

  it('[DEL-7] has what was written while the line was down, page after page', async () => {
    server.pageSize = 3;
    fill(2);
    const client = await onlineClient(server);
    await client.openTimeline(chat);
    server.door = 'down';
    server.breakLines();
    await expectEventually(() => !isOnline(client), 'the line is lost');
    fill(10);
    server.door = 'open';
    await showsUpTo(client, 12);
    expect(seqs(client)).toEqual(range(1, 12));
  });

  it('[DEL-7] fetches a message whose event was lost, and shows the later ones after it only', async () => {
    const client = await onlineClient(server);
    await client.openTimeline(chat);
    server.loses = (event) => event.on === 'message' && [2, 3].includes(event.message.seq);
    const seen = new Set<string>();
    client.subscribe(() => seen.add(seqs(client).join()));
    fill(4);
    await showsUpTo(client, 4);
    for (const shown of seen) expect(['', '1', '1,2,3,4']).toContain(shown);
    expect(held(client)).toMatchObject({ lastSeq: 4 });
  });

  it('[DEL-7] drops an event that comes twice', async () => {
    const client = await onlineClient(server);
    await client.openTimeline(chat);
    fill(2);
    server.emit(messageEvent(chat, messageView(chat, 1)));
    server.emit(messageEvent(chat, messageView(chat, 2)));
    fill(1);
    await showsUpTo(client, 3);
    expect([seqs(client), held(client)?.unread]).toEqual([[1, 2, 3], 3]);
  });

  it('[HIST-4] begins anew where the window has moved past what is held', async () => {
    fill(5);
    const client = await onlineClient(server);
    await client.openTimeline(chat);
    server.loses = () => true;
    fill(40);
    server.chat(chat).from = 16;
    server.loses = () => false;
    server.breakLines();
    await showsUpTo(client, 45);
    expect([seqs(client), timeline(client)?.hasBefore]).toEqual([range(16, 45), false]);
  });

  it('shows nothing any more of a conversation that is gone', async () => {
    fill(3);
    const client = await onlineClient(server);
    await client.openTimeline(chat);
    expect(seqs(client)).toHaveLength(3);
    server.chats.delete(chat);
    server.breakLines();
    await expectEventually(() => seqs(client).length === 0, 'the messages are gone');
  });
});

describe('sending', () => {
  it('shows the message at once, and exactly once when it is stored', async () => {
    const client = await onlineClient(server);
    await client.openTimeline(chat);
    const outcome = client.send(chat, plain('hello'));
    expect(timeline(client)?.pending).toMatchObject([{ body: plain('hello') }]);
    expect(await outcome).toBe('stored');
    await showsUpTo(client, 1);
    expect(timeline(client)?.pending).toEqual([]);
  });

  it('[DEL-6] is stored once when the line breaks before the answer, under the same client id', async () => {
    const client = await onlineClient(server);
    await client.openTimeline(chat);
    let broken = false;
    server.fate = (frame) => {
      if (broken || frame.do !== 'send-message') return undefined;
      broken = true;
      return 'break-after';
    };
    expect(await client.send(chat, plain('hello'))).toBe('stored');
    await showsUpTo(client, 1);
    const sends = server.commandsOf('send-message').map((frame) => frame.with);
    expect(sends).toHaveLength(2);
    expect(sends[1]).toEqual(sends[0]);
    expect(server.visible(chat)).toHaveLength(1);
    expect(timeline(client)?.pending).toEqual([]);
  });

  it('[DEL-5] shows its own message by its answer alone', async () => {
    const client = await onlineClient(server);
    await client.openTimeline(chat);
    server.loses = (event) => event.on === 'message';
    const asked = server.requests.length;
    const heard: number[] = [];
    client.onMessage(({ message }) => heard.push(message.seq));
    expect(await client.send(chat, plain('hello'))).toBe('stored');
    expect([seqs(client), timeline(client)?.pending, heard]).toEqual([[1], [], [1]]);
    expect(server.requests).toHaveLength(asked);
  });

  it('[DEL-7] fetches what stands before its own message and did not come', async () => {
    const client = await onlineClient(server);
    await client.openTimeline(chat);
    server.loses = (event) => event.on === 'message';
    server.write(chat, 'lost on its way', peer);
    expect(await client.send(chat, plain('hello'))).toBe('stored');
    expect(timeline(client)?.pending).toHaveLength(1);
    await showsUpTo(client, 2);
    expect([seqs(client), timeline(client)?.pending]).toEqual([[1, 2], []]);
  });

  it('[DEL-7] does not show a message twice when its event overtakes its answer', async () => {
    const client = await onlineClient(server);
    await client.openTimeline(chat);
    let release = () => {};
    server.fate = ({ do: name, with: given }) => {
      if (name !== 'send-message') return undefined;
      // Stored and told of at once; answered, as the duplicate that it then is, when the test says so.
      server.write(chat, 'hello', me, (given as { clientId: never }).clientId);
      return new Promise<void>((resolve) => (release = resolve));
    };
    const outcome = client.send(chat, plain('hello'));
    const raw: number[] = [];
    client.onMessage(({ message }) => raw.push(message.seq));
    await expectEventually(() => raw.length === 1, 'the event arrives');
    expect([timeline(client)?.messages.length, timeline(client)?.pending.length]).toEqual([1, 0]);
    release();
    await outcome;
    await showsUpTo(client, 1);
    expect(timeline(client)?.pending).toEqual([]);
  });

  it('[DEL-4] keeps the notice of its fate, until the next message has a better one', async () => {
    const client = await onlineClient(server);
    await client.openTimeline(chat);
    const sentence = 'This agent is logged out.';
    const notice = { rule: 'DEL-4', code: 'receiver-logged-out', sentence } as const;
    server.fate = ({ do: name, with: given }) => {
      if (name !== 'send-message') return undefined;
      const { clientId } = given as { clientId: never };
      const seq = server.write(chat, 'hello', me, clientId);
      return { ok: { ...server.storedAt(chat, seq, clientId), notice } };
    };
    await client.send(chat, plain('hello'));
    await expectEventually(() => timeline(client)?.notice != null, 'it is told');
    expect(timeline(client)?.notice).toEqual(notice);
    server.fate = () => undefined;
    await client.send(chat, plain('again'));
    await expectEventually(() => timeline(client)?.notice === null, 'it is taken back');
  });

  it('[DEL-5] shows why a rule said no, and sends it again or drops it as the person likes', async () => {
    const client = await onlineClient(server);
    await client.openTimeline(chat);
    const refusal = { rule: 'DEL-3', code: 'receiver-logged-out', sentence: 'Logged out.' } as const;
    server.fate = ({ do: name }) =>
      name === 'send-message' ? { error: wireError('refused', { refusal }) } : undefined;
    expect(await client.send(chat, plain('one'))).toBe('refused');
    expect(await client.send(chat, plain('two'))).toBe('refused');
    const [one, two] = timeline(client)?.pending ?? [];
    expect([one?.refusal, one?.state]).toEqual([refusal, 'refused']);
    server.fate = () => undefined;
    if (one) client.retry(chat, one.clientId);
    if (two) client.discard(chat, two.clientId);
    await showsUpTo(client, 1);
    expect([textsOf(timeline(client)?.messages ?? []), timeline(client)?.pending]).toEqual([['one'], []]);
  });

  it('needs no open timeline, and leaves nothing behind without one', async () => {
    const client = await onlineClient(server);
    expect(await client.send(chat, plain('from a bot'))).toBe('stored');
    expect(client.getState().timelines.size).toBe(0);
    await client.openTimeline(chat);
    await showsUpTo(client, 1);
    expect(timeline(client)?.pending).toEqual([]);
  });

  it('keeps what is written without a line, and sends it in order when there is one', async () => {
    const client = await onlineClient(server);
    await client.openTimeline(chat);
    server.door = 'down';
    server.breakLines();
    await expectEventually(() => !isOnline(client), 'the line is lost');
    const outcomes = ['a', 'b', 'c'].map((text) => client.send(chat, plain(text)));
    expect(timeline(client)?.pending.map(({ state }) => state)).toEqual(['queued', 'queued', 'queued']);
    server.door = 'open';
    expect(await Promise.all(outcomes)).toEqual(['stored', 'stored', 'stored']);
    expect(textsOf(server.visible(chat))).toEqual(['a', 'b', 'c']);
    await showsUpTo(client, 3);
    expect(timeline(client)?.pending).toEqual([]);
  });
});

describe('an agent chat on the console', () => {
  beforeEach(() => {
    server.self = agentSelf();
    server.addChat(chat, agentChat({ number: 1, startedAt: '2026-01-01T00:00:00.000Z' }));
    fill(3);
  });

  const end = (): ServerEvent => ({
    on: 'interaction-ended',
    conversation: chat,
    number: 1,
    rev: 9,
    reason: 'logged-out',
    by: peer,
    unheardFrom: null,
    unheard: [],
  });

  it('[HIST-5] is gone with all its messages when its interaction ends, and begins empty', async () => {
    const client = await onlineClient(server, 'console');
    await client.openTimeline(chat);
    expect(seqs(client)).toEqual([1, 2, 3]);
    server.endChat(chat);
    server.emit(end());
    await expectEventually(() => held(client) === undefined, 'it is gone');
    expect(seqs(client)).toEqual([]);
    server.beginChat(chat, { number: 2, startedAt: '2026-01-02T00:00:00.000Z' });
    server.write(chat, 'a new one', peer);
    await expectEventually(() => held(client) !== undefined, 'it is back');
    expect(textsOf(timeline(client)?.messages ?? [])).toEqual(['a new one']);
  });

  it('[HIST-5] does not come back by a page that was under way when it ended', async () => {
    const client = await onlineClient(server, 'console');
    let release = () => {};
    const slow = new Promise<void>((resolve) => (release = resolve));
    server.onRequest = (request) => (request.includes('/messages') ? slow : undefined);
    const opened = client.openTimeline(chat);
    await expectEventually(() => historyAsked().length === 1, 'the page is asked for');
    server.endChat(chat);
    server.emit(end());
    await expectEventually(() => held(client) === undefined, 'it is gone');
    release();
    await opened;
    expect(seqs(client)).toEqual([]);
  });

  it('[HIST-5] refuses what waits to be sent when it ends', async () => {
    const client = await onlineClient(server, 'console');
    await client.openTimeline(chat);
    server.fate = ({ do: name }) => (name === 'send-message' ? 'silence' : undefined);
    void client.send(chat, plain('on its way'));
    const waiting = client.send(chat, plain('waiting'));
    await expectEventually(() => server.commandsOf('send-message').length === 1, 'the first is on its way');
    server.emit(end());
    expect(await waiting).toBe('refused');
    expect(timeline(client)?.pending[1]).toMatchObject({ state: 'refused', refusal: { rule: 'HIST-5' } });
  });

  it('[HIST-5] lets go of a message that was stored just before the end and is shown no more', async () => {
    const client = await onlineClient(server, 'console');
    await client.openTimeline(chat);
    let release = () => {};
    const slow = new Promise<void>((resolve) => (release = resolve));
    server.fate = ({ do: name }) => (name === 'send-message' ? slow : undefined);
    const outcome = client.send(chat, plain('the last word'));
    await expectEventually(() => server.commandsOf('send-message').length === 1, 'it is on its way');
    server.emit(end());
    await expectEventually(() => held(client) === undefined, 'the chat is gone');
    server.loses = (event) => event.on === 'message';
    release();
    expect(await outcome).toBe('stored');
    server.endChat(chat);
    await expectEventually(() => timeline(client)?.pending.length === 0, 'it is let go of');
    expect(seqs(client)).toEqual([]);
  });

  it('[HIST-5] shows nothing of an interaction that ended while the line was down', async () => {
    const client = await onlineClient(server, 'console');
    await client.openTimeline(chat);
    expect(seqs(client)).toHaveLength(3);
    server.endChat(chat);
    server.breakLines();
    await expectEventually(() => seqs(client).length === 0, 'the messages are gone');
  });
});

describe('signals', () => {
  it('tells how far was read, once and for the furthest place, and counts it here at once', async () => {
    fill(5);
    const client = await onlineClient(server);
    expect(held(client)?.unread).toBe(5);
    for (const seq of [2, 4, 5, 3]) client.markRead(chat, seq);
    expect(held(client)).toMatchObject({ readSeq: 5, unread: 0 });
    await expectEventually(() => server.commandsOf('mark-read').length === 1, 'it is told');
    expect(server.commandsOf('mark-read')[0]?.with).toEqual({ conversation: chat, seq: 5 });
  });

  it('tells that the person types where the server says that it is passed on', async () => {
    const client = await onlineClient(server);
    client.setTyping(chat, true);
    client.setTyping(chat, true);
    client.setTyping(chat, false);
    await expectEventually(() => server.commandsOf('set-typing').length === 2, 'it is told');
    const typing = server.commandsOf('set-typing').map((frame) => frame.with);
    expect(typing).toMatchObject([{ typing: true }, { typing: false }]);
  });

  it('says nothing of typing where the server says that it is not passed on', async () => {
    const { abilities } = conversationView(chat);
    const sentence = 'Not here.';
    const no = { allowed: false, rule: 'SIG-5', code: 'no-typing-here', sentence } as const;
    server.addChat(chat, { abilities: { ...abilities, typing: no } });
    const client = await onlineClient(server);
    client.setTyping(chat, true);
    await client.setStatus('busy');
    expect(server.commands.map((frame) => frame.do)).toEqual(['resume', 'set-status']);
  });

  it('lets an indicator run out', async () => {
    const client = await onlineClient(server, 'office', { typingLives: 10 });
    const seen = new Set<boolean>();
    client.subscribe(() => seen.add(client.getState().typing.has(chat)));
    server.emit({ on: 'typing', conversation: chat, seat: peer, typing: true });
    await expectEventually(() => seen.has(true) && !client.getState().typing.has(chat), 'it came and went');
  });

  it('watches presence, again after the line was lost, and knows how each entry looks', async () => {
    server.fate = ({ do: name }) =>
      name === 'watch-presence'
        ? { ok: { entries: [{ roster: 'office', seat: peer, presence: { word: 'away', since: null } }] } }
        : undefined;
    const client = await onlineClient(server);
    client.watchPresence([{ roster: 'office', seat: peer }]);
    const word = () => client.getState().presence.get(`office:${peer}`)?.word;
    await expectEventually(() => word() === 'away', 'the snapshot');
    server.emit({ on: 'presence', roster: 'office', seat: peer, presence: { word: 'busy', since: null } });
    await expectEventually(() => word() === 'busy', 'the change');
    server.breakLines();
    await expectEventually(() => server.commandsOf('watch-presence').length === 2, 'it is told again');
  });

  it('tells a new line whether this device is idle', async () => {
    const client = await onlineClient(server);
    client.setIdle(true);
    client.setIdle(true);
    await expectEventually(() => server.commandsOf('set-idle').length === 1, 'it is told');
    expect(server.askedFor[0]).not.toContain('idle');
    server.breakLines();
    await reconnected(client, 2);
    expect(server.askedFor[1]).toContain('&idle=true');
    client.setIdle(false);
    await expectEventually(() => server.commandsOf('set-idle').length === 2, 'the change is told');
    expect(server.commandsOf('set-idle')[1]?.with).toEqual({ idle: false });
  });
});

describe('the session', () => {
  it('ends with the log-out, and takes what still waits with it', async () => {
    const client = await onlineClient(server);
    await client.openTimeline(chat);
    server.fate = () => 'silence';
    const outcome = client.send(chat, plain('too late'));
    await client.logOut();
    expect(client.getState().connection).toEqual({ state: 'signed-out', reason: 'logged-out' });
    expect(await outcome).toBe('failed');
    await expect(client.openTimeline(conversationOf(2))).rejects.toMatchObject({ wire: { retry: false } });
  });

  it('is known to be over when the handshake and the server say so', async () => {
    server.door = 'not-signed-in';
    const client = clientOf(server);
    client.connect();
    await expectEventually(() => client.getState().connection.state === 'signed-out', 'signed out');
  });

  it('is known to be over when any answer says so, while the line still stands', async () => {
    const client = await onlineClient(server);
    server.onRequest = (request) => (request.includes('/messages') ? wireError('not-signed-in') : undefined);
    await expect(client.openTimeline(chat)).rejects.toMatchObject({ wire: { code: 'not-signed-in' } });
    expect(client.getState().connection).toEqual({ state: 'signed-out', reason: 'expired' });
  });

  it('keeps nothing for somebody else who signed in meanwhile, and sends nothing in their name', async () => {
    fill(3);
    const client = await onlineClient(server);
    await client.openTimeline(chat);
    server.fate = ({ do: name }) => (name === 'send-message' ? 'break-before' : undefined);
    server.self = selfView({ seat: seatOf(7), name: 'Noa' });
    server.chats.delete(chat);
    expect(await client.send(chat, plain('secret'))).toBe('failed');
    await expectEventually(() => client.getState().self?.name === 'Noa', 'the other one is here');
    await expectEventually(() => client.getState().conversationsState === 'ready', 'their list is here');
    expect([client.getState().timelines.size, client.getState().conversations.size]).toEqual([0, 0]);
    expect(server.commandsOf('send-message')).toHaveLength(1);
  });

  it('needs a WebSocket', () => {
    expect(() => createClient({ baseUrl: '', surface: 'office', WebSocket: 'none' })).toThrow(TypeError);
  });
});
