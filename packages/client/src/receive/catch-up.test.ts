import type { CommandInput, ConversationId, Resumed } from '@tieline/protocol';
import { wireError } from '@tieline/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  agentChat,
  agentSelf,
  conversationOf,
  me,
  messageView,
  peer,
  range,
  seatOf,
  selfView,
  textsOf,
  seqsOf,
} from '../../test/cast.ts';
import { expectEventually } from '../../test/expect-eventually.ts';
import { FakeServer } from '../../test/fake-server.ts';
import { clientOf, closeAll, onlineClient } from '../../test/session.ts';
import type { TielineClient } from '../types.ts';

type Input = CommandInput<'resume'>;

const chat = conversationOf(1);
let server: FakeServer;
/** What the next resumes are answered, beside the pages that they ask for. */
let answer: Partial<Resumed>;
let asked: Input[];

/** Says that nothing changed, unless the test has something else to say. */
function resumed(input: Input): Resumed {
  asked.push(input);
  const pageOf = (conversation: ConversationId, after: number) =>
    server.chats.has(conversation) ? server.pageOf(conversation, undefined, after) : null;
  return {
    token: `token ${asked.length}`,
    outcome: input.token === null ? 'fresh' : 'resumed',
    reason: input.token === null ? 'first' : null,
    conversations: [],
    gone: [],
    ends: [],
    rosterChanged: false,
    timelines: input.timelines.map(({ conversation, after }) => ({
      conversation,
      page: pageOf(conversation, after),
    })),
    ...answer,
  };
}

beforeEach(async () => {
  server = await new FakeServer().start();
  [answer, asked] = [{}, []];
  server.resumes = resumed;
  server.addChat(chat);
});

afterEach(async () => {
  closeAll();
  await server.stop();
});

const fill = (count: number, id = chat) =>
  range(1, count).forEach((seq) => server.write(id, `text ${seq}`, peer));
const seqs = (client: TielineClient, id = chat) =>
  seqsOf(client.getState().timelines.get(id)?.messages ?? []);
const lists = () => server.requests.filter((request) => request.includes('list='));
const pages = () => server.requests.filter((request) => request.includes('/messages'));
const resumes = (count: number) => expectEventually(() => asked.length === count, `${count} resumes`);

/** What happens while the line is down, and after it the line is back. */
async function away(client: TielineClient, meanwhile: () => void) {
  server.door = 'down';
  server.breakLines();
  await expectEventually(() => client.getState().connection.state !== 'online', 'the line is lost');
  meanwhile();
  server.requests.length = 0;
  server.door = 'open';
  await expectEventually(() => client.getState().connection.state === 'online', 'the line is back');
}

describe('a line that comes back', () => {
  it('[DEL-7] costs one command, whatever was missed', async () => {
    fill(2);
    const client = await onlineClient(server);
    await client.openTimeline(chat);
    expect(lists()).toHaveLength(1);
    await away(client, () => {
      fill(3);
      answer = { conversations: [server.chat(chat).view] };
    });
    await expectEventually(() => seqs(client).length === 5, 'everything is there');
    const place = { conversation: chat, interaction: null, after: 2, since: 2 };
    expect(asked[1]).toEqual({ token: 'token 1', timelines: [place] });
    expect(client.getState().conversations.get(chat)).toMatchObject({ lastSeq: 5, unread: 5 });
    expect([lists(), pages()]).toEqual([[], []]);
  });

  it('[DEL-7] goes on by range where one page is not enough', async () => {
    server.pageSize = 2;
    const client = await onlineClient(server);
    await client.openTimeline(chat);
    await away(client, () => fill(5));
    await expectEventually(() => seqs(client).join() === '1,2,3,4,5', 'everything is there');
  });

  it('takes away what has left the lists, and what is not there any more', async () => {
    fill(2);
    const other = conversationOf(2);
    server.addChat(other);
    const client = await onlineClient(server);
    await client.openTimeline(chat);
    await away(client, () => {
      for (const id of [chat, other]) server.chats.delete(id);
      answer = { gone: [chat, other] };
    });
    await expectEventually(() => client.getState().conversations.size === 0, 'both are gone');
    expect([seqs(client), client.getState().timelines.get(chat)?.state]).toEqual([[], 'failed']);
  });

  it.each([
    ['who ended the chat', 2, true],
    ['nothing of an interaction before it', 1, false],
  ])('[HIST-5] tells %s that is gone', async (_, number, isTold) => {
    server.self = agentSelf();
    const interaction = { number: 2, startedAt: '2026-01-02T00:00:00.000Z' };
    server.chat(chat).view = { ...server.chat(chat).view, ...agentChat(interaction) };
    const client = await onlineClient(server);
    await client.openTimeline(chat);
    expect(client.getState().conversations.has(chat)).toBe(true);
    await away(client, () => {
      server.endChat(chat);
      const end = {
        conversation: chat,
        number,
        rev: 9,
        reason: 'logged-out',
        by: peer,
        unheardFrom: null,
      } as const;
      answer = { gone: [chat], ends: [{ ...end, unheard: [] }] };
    });
    await expectEventually(() => client.getState().goneChats.has(chat), 'it is gone');
    expect(client.getState().conversations.has(chat)).toBe(false);
    const told = isTold ? { reason: 'logged-out', by: peer } : null;
    expect(client.getState().goneChats.get(chat)?.end).toEqual(told);
  });

  it.each(['resumed', 'fresh'] as const)(
    '[DEL-3] keeps what reached nobody where the chat runs again by then, and the answer is %s',
    async (outcome) => {
      server.self = agentSelf();
      const of = (number: number) => ({ number, startedAt: '2026-01-02T00:00:00.000Z' });
      const before = server.chat(chat);
      before.view = { ...before.view, ...agentChat(of(1)) };
      const client = await onlineClient(server, 'console');
      await client.openTimeline(chat);
      await away(client, () => {
        const unheard = [messageView(chat, 1, me, 'Unheard')];
        const end = { conversation: chat, number: 1, rev: 9, reason: 'logged-out', by: peer } as const;
        server.write(chat, 'Unheard', me);
        server.beginChat(chat, of(2));
        server.write(chat, 'Anew', peer);
        answer = {
          outcome,
          reason: outcome === 'fresh' ? 'rules-changed' : null,
          conversations: outcome === 'fresh' ? [] : [server.chat(chat).view],
          ends: [{ ...end, unheardFrom: 1, unheard }],
        };
      });
      const timeline = () => client.getState().timelines.get(chat);
      await expectEventually(() => timeline()?.pending.length === 1, 'it is offered');
      expect(timeline()?.pending[0]).toMatchObject({ refusal: { code: 'reached-no-device' } });
      await expectEventually(() => seqs(client).length > 0, 'the new chat is there');
      expect(textsOf(timeline()?.messages ?? [])).toEqual(['Anew']);
      expect(client.getState().conversations.get(chat)?.interaction?.number).toBe(2);
    },
  );

  it('loads everything anew where the server cannot tell what changed', async () => {
    const client = await onlineClient(server);
    await client.openTimeline(chat);
    await away(client, () => {
      fill(1);
      server.addChat(conversationOf(2));
      answer = { outcome: 'fresh', reason: 'too-old' };
    });
    await expectEventually(() => client.getState().conversations.size === 2, 'the list is loaded');
    await expectEventually(() => seqs(client).length === 1, 'the page is there');
    expect(lists()).toHaveLength(1);
  });

  it('brings the timelines that were opened last, and of the others only those that are behind', async () => {
    const ids = range(1, 23).map(conversationOf);
    for (const id of ids) {
      server.addChat(id);
      fill(1, id);
    }
    const client = await onlineClient(server);
    for (const id of ids) await client.openTimeline(id);
    await away(client, () => {
      fill(1, ids[1]);
      answer = { conversations: ids.slice(1, 2).map((id) => server.chat(id).view) };
    });
    await expectEventually(() => seqs(client, ids[1]).length === 2, 'the one that is behind is repaired');
    expect(asked[1]?.timelines.map(({ conversation }) => conversation)).toEqual(ids.slice(3));
    expect(pages()).toHaveLength(1);
  });

  it('[DEL-6, DEL-7] does not show our own message twice when its answer was lost and a page brings it', async () => {
    const client = await onlineClient(server);
    await client.openTimeline(chat);
    let release = () => {};
    const slow = new Promise<void>((resolve) => (release = resolve));
    const sends = () => server.commandsOf('send-message').length;
    server.fate = ({ do: name }) => {
      if (name !== 'send-message') return undefined;
      return sends() === 1 ? 'break-after' : slow;
    };
    const shown = new Set<string>();
    client.subscribe(() => {
      const { messages = [], pending = [] } = client.getState().timelines.get(chat) ?? {};
      shown.add(`${messages.length} and ${pending.length}`);
    });
    const outcome = client.send(chat, { kind: 'plain', text: 'hello' });
    await expectEventually(() => asked.length === 2 && sends() === 2, 'it is sent again');
    release();
    expect(await outcome).toBe('stored');
    await expectEventually(() => seqs(client).length === 1, 'it is shown');
    expect(shown).toEqual(new Set(['0 and 1', '1 and 0']));
  });
});

it('asks again what it asked on a line that was lost: the answer may be older than the resume', async () => {
  const client = await onlineClient(server);
  const other = conversationOf(2);
  server.addChat(other);
  let release = () => {};
  const slow = new Promise<void>((resolve) => (release = resolve));
  const isLoad = (request: string) => request === `GET /conversations/${other}`;
  server.onRequest = (request) => (isLoad(request) ? slow : undefined);
  const opened = client.openTimeline(other);
  await expectEventually(() => server.requests.some(isLoad), 'it is asked for');
  await away(client, () => fill(1, other));
  release();
  await opened;
  expect(server.requests.filter(isLoad)).toHaveLength(1);
  expect(seqs(client, other)).toEqual([1]);
  expect(client.getState().conversations.get(other)).toMatchObject({ lastSeq: 1, unread: 1 });
});

describe('the token', () => {
  it('is asked with again, after a while, when the server cannot answer', async () => {
    const client = await onlineClient(server);
    let failures = 0;
    server.fate = ({ do: name }) =>
      name === 'resume' && ++failures < 4 ? { error: wireError('unavailable') } : undefined;
    await away(client, () => fill(1));
    await resumes(2);
    expect([failures, asked[1]?.token]).toEqual([4, 'token 1']);
  });

  it('is the newest that the server offered', async () => {
    const client = await onlineClient(server);
    server.emit({ on: 'mark', token: 'newer' });
    server.emit({ on: 'mark', token: 'newest' });
    fill(1);
    await expectEventually(() => client.getState().conversations.get(chat)?.lastSeq === 1, 'they are heard');
    await away(client, () => {});
    await resumes(2);
    expect(asked[1]?.token).toBe('newest');
  });

  it('waits until the state holds what it covers', async () => {
    const client = await onlineClient(server);
    let release = () => {};
    const slow = new Promise<void>((resolve) => (release = resolve));
    server.onRequest = (request) => (request.includes('list=') ? slow : undefined);
    await away(client, () => {
      answer = { outcome: 'fresh', reason: 'too-old' };
    });
    await resumes(2);
    server.emit({ on: 'mark', token: 'too new' });
    await away(client, () => {});
    await resumes(3);
    expect(asked[2]?.token).toBe('token 1');
    release();
  });

  it('[DEL-7] of the welcome spares a first load the wait for another, and is as good as it', async () => {
    let release = () => {};
    const slow = new Promise<void>((resolve) => (release = resolve));
    server.token = 'of the welcome';
    server.fate = ({ do: name }) => (name === 'resume' ? slow : undefined);
    const client = await onlineClient(server);
    await expectEventually(() => client.getState().conversations.has(chat), 'the list is there');
    release();
    await resumes(1);
    await expectEventually(() => server.commandsOf('resume').length === 1, 'it is asked all the same');
    await away(client, () => {});
    await resumes(2);
    expect(asked.map(({ token }) => token)).toEqual([null, 'of the welcome']);
    expect(lists()).toEqual([]);
  });

  it('[DEL-7] of the welcome is nothing to go on from before the lists are there', async () => {
    let release = () => {};
    const slow = new Promise<void>((resolve) => (release = resolve));
    server.token = 'of the welcome';
    server.onRequest = (request) => (request.includes('list=') ? slow : undefined);
    const client = clientOf(server);
    client.connect();
    await resumes(1);
    await expectEventually(() => lists().length === 1, 'the list is asked for');
    await away(client, () => {});
    await resumes(2);
    expect(asked.map(({ token }) => token)).toEqual([null, null]);
    release();
  });

  it('[DEL-7] of a later welcome does not stand for what was missed before it', async () => {
    const client = await onlineClient(server);
    await away(client, () => {
      server.token = 'of a later welcome';
      answer = { outcome: 'fresh', reason: 'too-old' };
    });
    await expectEventually(() => lists().length === 1, 'the lists are loaded, once');
    await away(client, () => {});
    await resumes(3);
    expect(asked.map(({ token }) => token)).toEqual([null, 'token 1', 'token 2']);
  });

  it('is not used for somebody else', async () => {
    const client = await onlineClient(server);
    await away(client, () => {
      server.self = selfView({ seat: seatOf(7) });
    });
    await resumes(2);
    expect(asked[1]).toEqual({ token: null, timelines: [] });
  });
});

describe('a company that changed', () => {
  it('is loaded again in one go, however often that is heard', async () => {
    const client = await onlineClient(server);
    let news = 0;
    client.onCompanyChanged(() => (news += 1));
    client.watchPresence([{ roster: 'office', seat: peer }]);
    await expectEventually(() => server.commandsOf('watch-presence').length === 1, 'presence is watched');
    server.self = selfView({ name: 'Mia B.', rosters: ['office', 'agents'] });
    server.chat(chat).view = { ...server.chat(chat).view, excerptFrom: me, excerpt: 'changed' };
    for (const _ of range(1, 5)) server.emit({ on: 'company-changed' });
    await expectEventually(() => server.commandsOf('watch-presence').length === 2, 'presence is asked for');
    await expectEventually(() => lists().length === 2, 'the list is loaded');
    expect(client.getState().self).toMatchObject({ name: 'Mia B.', rosters: ['office', 'agents'] });
    await expectEventually(
      () => client.getState().conversations.get(chat)?.excerpt === 'changed',
      'the list is in',
    );
    expect([server.requests.filter((request) => request === 'GET /me').length, news]).toEqual([1, 1]);
  });

  it('keeps the token back until then', async () => {
    const client = await onlineClient(server, 'office', { companySpread: 0 });
    let release = () => {};
    const slow = new Promise<void>((resolve) => (release = resolve));
    server.onRequest = (request) => (request.includes('list=') ? slow : undefined);
    server.emit({ on: 'company-changed' });
    server.emit({ on: 'mark', token: 'too new' });
    await expectEventually(() => lists().length === 2, 'the list is asked for');
    await away(client, () => {});
    await resumes(2);
    expect(asked[1]?.token).toBe('token 1');
    release();
  });

  it('does not take back a status that was set meanwhile', async () => {
    const client = await onlineClient(server, 'office', { companySpread: 0 });
    const at = '2026-02-02T00:00:00.000Z';
    server.onRequest = (request) => {
      if (request === 'GET /me') server.emit({ on: 'self', status: 'busy', since: at });
      return new Promise((resolve) => void setTimeout(resolve, 20));
    };
    server.self = selfView({ name: 'Mia B.' });
    server.emit({ on: 'company-changed' });
    await expectEventually(() => client.getState().self?.name === 'Mia B.', 'the answer is in');
    expect(client.getState().self).toMatchObject({ status: 'busy', statusSince: at });
  });
});

describe('others who were changed', () => {
  const other = conversationOf(2);
  const rename = (id: ConversationId, name: string) => {
    const { view } = server.chat(id);
    server.chat(id).view = { ...view, peer: { ...view.peer, name } };
  };
  const nameIn = (client: TielineClient, id: ConversationId) =>
    client.getState().conversations.get(id)?.peer.name;
  const singly = () => server.requests.filter((request) => /^GET \/conversations\/[^/?]+$/.test(request));

  it('[DEL-7] are loaded with the rosters, and nothing else is', async () => {
    server.addChat(other);
    fill(2);
    fill(2, other);
    const client = await onlineClient(server);
    await client.openTimeline(chat);
    let news = 0;
    client.onCompanyChanged(() => (news += 1));
    client.watchPresence([{ roster: 'office', seat: peer }]);
    await expectEventually(() => server.commandsOf('watch-presence').length === 1, 'presence is watched');
    server.requests.length = 0;
    rename(chat, 'Benjamin');
    rename(other, 'nobody asks for it');
    for (const _ of range(1, 5)) server.emit({ on: 'roster-changed', conversations: [chat] });
    await expectEventually(() => nameIn(client, chat) === 'Benjamin', 'the chat is loaded');
    await expectEventually(() => server.commandsOf('watch-presence').length === 2, 'presence is asked for');
    expect([singly().length, lists(), pages(), news]).toEqual([1, [], [], 1]);
    expect(server.requests).not.toContain('GET /me');
    expect(nameIn(client, other)).not.toBe('nobody asks for it');
  });

  it('[DEL-7] are in before a token stands for them', async () => {
    fill(2);
    const client = await onlineClient(server, 'office', { companySpread: 0 });
    let release = () => {};
    const slow = new Promise<void>((resolve) => (release = resolve));
    server.onRequest = (request) => (request.includes(chat) ? slow : undefined);
    server.requests.length = 0;
    server.emit({ on: 'roster-changed', conversations: [chat] });
    server.emit({ on: 'mark', token: 'too new' });
    await expectEventually(() => singly().length === 1, 'the chat is asked for');
    await away(client, () => {});
    await resumes(2);
    expect(asked[1]?.token).toBe('token 1');
    release();
  });

  it('[DEL-7] are loaded with everything while everything is being loaded', async () => {
    fill(2);
    const client = await onlineClient(server, 'office', { companySpread: 0 });
    let release = () => {};
    const slow = new Promise<void>((resolve) => (release = resolve));
    server.onRequest = (request) => (request.includes('list=') ? slow : undefined);
    server.emit({ on: 'company-changed' });
    await expectEventually(() => lists().length === 2, 'the list is asked for');
    rename(chat, 'Benjamin');
    server.emit({ on: 'roster-changed', conversations: [chat] });
    await expectEventually(() => lists().length === 3, 'the list is asked for again');
    release();
    await expectEventually(() => nameIn(client, chat) === 'Benjamin', 'the list is in');
  });

  it('[DEL-7] while the line was down: what is shown of rosters is loaded again', async () => {
    fill(2);
    const client = await onlineClient(server);
    let news = 0;
    client.onCompanyChanged(() => (news += 1));
    await away(client, () => {
      answer = { conversations: [server.chat(chat).view] };
    });
    await resumes(2);
    expect(news).toBe(0);
    await away(client, () => {
      rename(chat, 'Benjamin');
      answer = { conversations: [server.chat(chat).view], rosterChanged: true };
    });
    await expectEventually(() => nameIn(client, chat) === 'Benjamin', 'the chat is there');
    expect([news, lists()]).toEqual([1, []]);
  });
});

it('tells who ended a chat, and why, before it is gone', async () => {
  const client = await onlineClient(server);
  const told: unknown[] = [];
  client.onInteractionEnded((end) => told.push([end, client.getState().conversations.has(chat)]));
  const end = {
    conversation: chat,
    number: 1,
    rev: 9,
    reason: 'ended-by-agent',
    by: peer,
    unheardFrom: null,
  } as const;
  server.emit({ on: 'interaction-ended', ...end, unheard: [] });
  await expectEventually(() => told.length === 1, 'it is told');
  expect(told).toEqual([[{ ...end, unheard: [] }, true]]);
});
