import type { CommandFrame, ConversationId, MessageView } from '@tieline/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bodyText } from '../../test/body-text.ts';
import {
  agentSelf,
  conversationOf,
  me,
  messageView,
  peer,
  range,
  seatOf,
  selfView,
} from '../../test/cast.ts';
import { expectEventually } from '../../test/expect-eventually.ts';
import { FakeServer } from '../../test/fake-server.ts';
import { clientOf, closeAll, onlineClient } from '../../test/session.ts';
import type { Received, TielineClient } from '../types.ts';

const chat = conversationOf(1);
const other = conversationOf(2);
let server: FakeServer;

beforeEach(async () => {
  server = await new FakeServer().start();
  server.addChat(chat);
});
afterEach(async () => {
  vi.unstubAllGlobals();
  closeAll();
  await server.stop();
});

const readUpTo = (id: ConversationId = chat) => server.chat(id).view.readSeq;
const textsIn = (id: ConversationId = chat) =>
  server.chat(id).messages.map((message) => (message.surface === 'office' ? message.text : message.html));

/** What was sent: the words, and the number of the interaction that they were written in. */
const written = () =>
  server
    .commandsOf('send-message')
    .map((frame) => (frame as CommandFrame<'send-message'>).with)
    .map(({ body, interaction }) => [bodyText(body), interaction]);

/** A program that runs: what it was handed, in order. */
function run(onEach: (received: Received) => unknown = () => undefined): {
  client: TielineClient;
  handed: string[];
} {
  const handed: string[] = [];
  const client = clientOf(server, server.self.surface);
  client.receive((received) => {
    handed.push(received.text);
    return onEach(received);
  });
  client.connect();
  return { client, handed };
}

describe('receive', () => {
  it('hands out what waited and what comes, each once and in order', async () => {
    server.pageSize = 10;
    for (const seq of range(1, 25)) server.write(chat, `waited ${seq}`, peer);
    const { handed } = run();
    await expectEventually(() => handed.length === 25, 'all that waited is handed out');
    for (const seq of range(1, 5)) server.write(chat, `live ${seq}`, peer);
    await expectEventually(() => handed.length === 30, 'what comes is handed out');
    const all = [...range(1, 25).map((seq) => `waited ${seq}`), ...range(1, 5).map((seq) => `live ${seq}`)];
    expect(handed).toEqual(all);
    await expectEventually(() => readUpTo() === 30, 'all of it is read');
  });

  it('hands out what waited as it is by then: edited, and nothing that was deleted', async () => {
    for (const text of ['one', 'two', 'three']) server.write(chat, text, peer);
    let release = () => {};
    const busy = new Promise<void>((resolve) => (release = resolve));
    const { handed } = run(({ text }) => (text === 'one' ? busy : undefined));
    await expectEventually(() => handed.length === 1, 'the first is handed out');
    server.change(chat, 2, { text: '', change: 'deleted' });
    server.change(chat, 3, { text: 'three, I mean', change: 'edited' });
    // Comes after the changes on the line.
    server.write(chat, 'four', peer);
    await expectEventually(() => server.chat(chat).view.lastSeq === 4, 'all of it is sent');
    release();
    await expectEventually(() => readUpTo() === 4, 'all of it is read');
    expect(handed).toEqual(['one', 'three, I mean', 'four']);
  });

  it('hands the next run what has come since, and nothing else', async () => {
    server.write(chat, 'one', peer);
    const first = run();
    await expectEventually(() => readUpTo() === 1, 'the first is read');
    first.client.close();
    server.write(chat, 'two', peer);
    server.addChat(other);
    server.write(other, 'elsewhere', peer);
    const second = run();
    await expectEventually(() => second.handed.length === 2, 'what waited is handed out');
    expect(second.handed.toSorted()).toEqual(['elsewhere', 'two']);
    expect(first.handed).toEqual(['one']);
  });

  it('learns of a conversation that begins, without asking for what it has heard', async () => {
    const { handed } = run();
    await expectEventually(() => server.connections === 1, 'it is online');
    server.addChat(other);
    server.write(other, 'hello', peer);
    server.write(other, 'again', peer);
    await expectEventually(() => handed.length === 2, 'both are handed out');
    expect(handed).toEqual(['hello', 'again']);
  });

  it('hands out what was missed while the line was down, once', async () => {
    const { handed } = run();
    await expectEventually(() => server.connections === 1, 'it is online');
    server.write(chat, 'before', peer);
    await expectEventually(() => handed.length === 1, 'the first is handed out');
    server.breakLines();
    server.write(chat, 'meanwhile', peer);
    await expectEventually(() => server.connections === 2, 'it is back');
    server.write(chat, 'after', peer);
    await expectEventually(() => handed.length === 3, 'all are handed out');
    expect(handed).toEqual(['before', 'meanwhile', 'after']);
  });

  it('hands out the next message when the one before is done and read', async () => {
    const going: (() => void)[] = [];
    server.write(chat, 'one', peer);
    server.write(chat, 'two', peer);
    const { handed } = run(() => new Promise<void>((resolve) => void going.push(resolve)));
    await expectEventually(() => handed.length === 1, 'the first is handed out');
    server.write(chat, 'three', peer);
    expect(readUpTo()).toBe(0);
    going.shift()?.();
    await expectEventually(() => handed.length === 2, 'the second is handed out');
    expect(readUpTo()).toBe(1);
    going.shift()?.();
    await expectEventually(() => handed.length === 3, 'the third is handed out');
    expect(handed).toEqual(['one', 'two', 'three']);
  });

  it('[DEL-6] answers once, also where it was killed after the answer', async () => {
    server.write(chat, 'a question', peer);
    const killed = run(async ({ reply }) => {
      await reply('an answer');
      await new Promise(() => undefined);
    });
    await expectEventually(() => textsIn().length === 2, 'the answer is stored');
    killed.client.close();
    expect(readUpTo()).toBe(0);
    const next = run(async ({ reply }) => {
      expect(await reply('an answer')).toBe('stored');
      expect(await reply({ kind: 'plain', text: 'and one more' })).toBe('stored');
    });
    await expectEventually(() => readUpTo() === 1, 'the question is read');
    expect(next.handed).toEqual(['a question']);
    expect(textsIn()).toEqual(['a question', 'an answer', 'and one more']);
  });

  it('a receiver that rejects is told so, keeps the message unread, and is handed no more of that conversation', async () => {
    const faults: unknown[] = [];
    vi.stubGlobal('queueMicrotask', (work: () => void) => {
      try {
        work();
      } catch (fault) {
        faults.push(fault);
      }
    });
    server.addChat(other);
    server.write(chat, 'poison', peer);
    const broken = run(({ text }) => (text === 'poison' ? Promise.reject(new Error('no')) : undefined));
    await expectEventually(() => faults.length === 1, 'the fault is told');
    server.write(chat, 'behind it', peer);
    server.write(other, 'elsewhere', peer);
    await expectEventually(() => readUpTo(other) === 1, 'the other conversation goes on');
    expect(broken.handed).toEqual(['poison', 'elsewhere']);
    expect(readUpTo()).toBe(0);
    broken.client.close();
    const next = run();
    await expectEventually(() => readUpTo() === 2, 'the next run has both');
    expect(next.handed).toEqual(['poison', 'behind it']);
  });

  it('hands out no message of the own seat, and nothing of an archive', async () => {
    server.self = selfView({ hasArchive: true });
    server.addChat(other, { archive: { seat: seatOf(9), kind: 'agent', name: 'Mia' } });
    server.write(other, 'missed by the agent', peer);
    server.write(chat, 'mine', me);
    server.write(chat, 'theirs', peer);
    const { handed } = run();
    await expectEventually(() => handed.length === 1, 'the one is handed out');
    server.write(other, 'missed as well', peer, undefined, { loud: false });
    server.write(chat, 'the last', peer);
    await expectEventually(() => handed.length === 2, 'the last is handed out');
    expect(handed).toEqual(['theirs', 'the last']);
  });

  it('stops when it is told to, and begins after the read mark when it is asked again', async () => {
    const client = await onlineClient(server);
    const handed: string[] = [];
    const stop = client.receive(({ text }) => handed.push(text));
    server.write(chat, 'one', peer);
    await expectEventually(() => readUpTo() === 1, 'the first is read');
    stop();
    server.write(chat, 'two', peer);
    await expectEventually(() => client.getState().conversations.get(chat)?.lastSeq === 2, 'it has come');
    expect(handed).toEqual(['one']);
    client.receive(({ text }) => handed.push(text));
    await expectEventually(() => readUpTo() === 2, 'the second is read');
    expect(handed).toEqual(['one', 'two']);
  });
});

describe('receive in the console', () => {
  const of = (number: number) => ({ number, startedAt: '2026-01-01T00:00:00.000Z' });
  const consoleMessage = (seq: number, html: string, missed = false): MessageView => {
    const { id, at } = messageView(chat, seq);
    const from = { seat: peer, kind: 'agent' as const, name: 'Ben' };
    return {
      surface: 'console',
      id,
      seq,
      rev: seq,
      at,
      from,
      clientId: null,
      html,
      excerpt: null,
      change: null,
      file: null,
      missed,
    };
  };
  const put = (...messages: MessageView[]) => {
    const held = server.chat(chat);
    held.messages.push(...messages);
    const lastSeq = messages.at(-1)?.seq ?? 0;
    held.view = { ...held.view, lastSeq, unread: held.view.unread + messages.length };
    const interaction = server.interactionOf(chat);
    for (const message of messages)
      server.emit({ on: 'message', conversation: chat, interaction, message, loud: true });
  };

  it('[DEL-4] the words of rich text, and nothing that the agent has missed', async () => {
    server.self = agentSelf();
    server.chat(chat).view = { ...server.chat(chat).view, kind: 'expert' };
    put(consoleMessage(1, '<p>Missed</p>', true), consoleMessage(2, '<p>Is it <b>sealed</b>?</p>'));
    const { handed } = run();
    await expectEventually(() => readUpTo() === 2, 'it is read');
    expect(handed).toEqual(['Is it sealed?']);
  });

  it('[HIST-5] nothing more of a chat that has ended, and all of the next one', async () => {
    server.self = agentSelf();
    server.beginChat(chat, of(1));
    put(consoleMessage(1, 'One'), consoleMessage(2, 'Two'));
    const going: (() => void)[] = [];
    const { handed } = run(
      ({ text, reply }) =>
        new Promise<void>((resolve) => {
          going.push(() => void reply(`about ${text}`).then(() => resolve()));
        }),
    );
    await expectEventually(() => handed.length === 1, 'the first is handed out');
    const ended = { conversation: chat, number: 1, rev: 9, reason: 'ended-by-agent', by: peer } as const;
    server.emit({ on: 'interaction-ended', ...ended, unheardFrom: null, unheard: [] });
    server.beginChat(chat, of(2));
    going.shift()?.();
    server.emit({ on: 'conversation', conversation: server.chat(chat).view });
    put(consoleMessage(1, 'Three'));
    await expectEventually(() => handed.length === 2, 'the next one is handed out');
    expect(handed).toEqual(['One', 'Three']);
    going.shift()?.();
    await expectEventually(() => written().length === 2, 'both are answered');
    // The server refuses what was written in a chat that is over: it begins no other one.
    expect(written()).toEqual([
      ['about One', 1],
      ['about Three', 2],
    ]);
  });
});
