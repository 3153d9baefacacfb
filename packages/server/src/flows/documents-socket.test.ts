import { randomUUID } from 'node:crypto';
import type { CommandInput, CommandName, ConversationId, ReplyFrame, SeatId } from '@tieline/protocol';
import { type Line, startTestServer, type TestServer, waitFor, wholeCast } from '@tieline/testkit';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { messageChanges } from './message-changes.fixture.ts';
import { at, type Document, readDocument } from './documents.fixture.ts';

type Json = Record<string, unknown>;
interface Message {
  readonly payload: unknown;
}

let server: TestServer;
let asyncapi: Document;
const wrong: string[] = [];
const heard = new Set<string>();
const names = new Map<number, string>();
let lastId = 0;

beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl'), markSeconds: 1 });
  const answer = await fetch(`${server.url}/asyncapi.json`);
  asyncapi = readDocument((await answer.json()) as Json);
});
afterAll(() => server.close());

function hold(name: string, frame: unknown): void {
  const message = at(asyncapi.whole, `#/channels/socket/messages/${name}`) as Message;
  const problem = asyncapi.problem(message.payload, frame);
  if (problem !== null) wrong.push(`${name}: ${problem}`);
  heard.add(name);
}

/** Sends a command as the document says it. `isWrong`: it is not of the form that the document has. */
async function tell<Name extends CommandName>(
  line: Line,
  name: Name,
  input: CommandInput<Name> | object,
  isWrong = false,
): Promise<ReplyFrame> {
  lastId += 1;
  names.set(lastId, name);
  const frame = { id: lastId, do: name, with: input };
  if (!isWrong) hold(name, frame);
  line.socket.write(JSON.stringify(frame));
  return line.socket.reply(lastId);
}

/** Holds everything that a socket has received against the document. */
function holdAll(line: Line): void {
  for (const text of line.socket.received) {
    const frame = JSON.parse(text) as Json;
    if (typeof frame['on'] === 'string') hold(`on-${frame['on']}`, frame);
    else if ('error' in frame) hold('error', frame);
    else {
      const name = names.get(Number(frame['re']));
      if (name !== undefined) hold(`${name}-done`, frame);
    }
  }
}

it('[EXPL-1] asyncapi.json names every field of every frame, in both directions', async () => {
  const house = await server.company({ cast: wholeCast, preset: 'today' });
  const [erik, mei, beside, ada, bea] = await Promise.all([
    house.join('erik', 'office'),
    house.join('mei', 'office'),
    house.join('mei', 'office'),
    house.join('ada', 'console'),
    house.join('bea', 'console'),
  ]);
  const plain = { kind: 'plain', text: 'Hello' } as const;
  const open = async (line: Line, seat: SeatId): Promise<ConversationId> => {
    const reply = await tell(line, 'open-conversation', { seat });
    if (!('ok' in reply)) throw new Error(JSON.stringify(reply));
    return (reply.ok as { conversation: { id: ConversationId } }).conversation.id;
  };
  const send = (line: Line, conversation: ConversationId, body: object = plain): Promise<ReplyFrame> =>
    tell(line, 'send-message', { conversation, clientId: randomUUID(), body });

  const direct = await open(erik, mei.seat);
  const expert = await open(erik, ada.seat);
  const agents = await open(ada, bea.seat);
  await tell(erik, 'watch-presence', { entries: [{ roster: 'office', seat: mei.seat }] });
  await send(erik, direct);
  await send(erik, expert);
  await send(ada, expert, { kind: 'rich', html: '<p>A <b>form</b></p>' });
  await send(ada, agents);
  await send(bea, agents);
  await tell(mei, 'set-typing', { conversation: direct, typing: true });
  await tell(mei, 'mark-read', { conversation: direct, seq: 1 });
  await tell(mei, 'set-status', { status: 'busy' });
  await tell(mei, 'set-idle', { idle: true });
  await tell(erik, 'ping', {});
  const first = await tell(erik, 'resume', { token: null, timelines: [] });
  const { token } = 'ok' in first ? (first.ok as { token: string }) : { token: '' };
  await send(mei, direct);
  await tell(erik, 'resume', { token, timelines: [{ conversation: direct, after: 0 }] });
  await tell(bea, 'resume', { token: null, timelines: [{ conversation: agents, after: 0 }] });
  await tell(ada, 'end-interaction', { conversation: agents });
  await tell(bea, 'resume', { token: null, timelines: [{ conversation: agents, after: 0 }] });
  const { edit } = messageChanges(server.node.context, erik.device.token);
  await edit(direct, 1, 'Hello again');
  // Of the interaction before, which neither of them may read any more.
  await send(ada, agents);
  await edit(agents, 2, 'Hello again');
  // What is refused, wrong, or nothing at all.
  await tell(erik, 'open-conversation', { seat: erik.seat });
  await send(erik, expert, { kind: 'rich', html: '<p>No</p>' });
  await tell(erik, 'set-status', { status: 'on-break' });
  await tell(erik, 'mark-read', { conversation: 'x', seq: -1 }, true);
  await tell(erik, 'dance' as CommandName, {}, true);
  erik.socket.write('no frame at all');
  await erik.socket.reply(null);
  await house.apply({ cast: { ...wholeCast, mei: { office: { title: 'Planner' } } } });
  await mei.socket.event('company-changed');
  await erik.socket.event('roster-changed');
  await erik.socket.event('mark');
  await mei.device.request('DELETE', `/sessions/${beside.device.session}`);
  await waitFor('the other device to be signed out', () => beside.heard('session-ended').length > 0);

  for (const line of [erik, mei, beside, ada, bea]) holdAll(line);
  expect(wrong).toEqual([]);
  const { messages } = (asyncapi.whole['channels'] as { socket: { messages: Json } }).socket;
  expect(Object.keys(messages).filter((name) => !heard.has(name))).toEqual([]);
});
