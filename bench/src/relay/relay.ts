import type { AddressInfo } from 'node:net';
import { subprotocol } from '@tieline/protocol';
import { type WebSocket, WebSocketServer } from 'ws';
import { cork } from '../load/cork.ts';
import { type Conversation, createConversations, type Member } from './members.ts';

/** What a client sends: the frame of Tieline's `send-message`. */
interface SendFrame {
  readonly id: number;
  readonly with: {
    readonly conversation: string;
    readonly clientId: string;
    readonly body: { readonly text: string };
  };
}

/** A message that has been taken, and has its place. */
export interface Taken {
  readonly conversation: Conversation;
  readonly sender: Member;
  readonly frame: SendFrame;
  readonly seq: number;
}

/** Calls `done` with the messages when they are as safe as they will be. */
export type Keep = (message: Taken, done: (messages: readonly Taken[]) => void) => void;

/**
 * The ceiling: what a chat server in Node could do at most. It knows no rules, no rights, no presence, and trusts
 * everybody. Returns the port.
 */
export async function openRelay(keep: Keep): Promise<number> {
  const conversations = createConversations();
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    perMessageDeflate: false,
    skipUTF8Validation: true,
    handleProtocols: () => subprotocol,
  });
  server.on('connection', (socket: WebSocket, request) => {
    const id = new URL(request.url ?? '/', 'http://relay').searchParams.get('conversation') ?? '';
    const { conversation, self } = conversations.join(id, socket, request.socket);
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as SendFrame;
      conversation.seq += 1;
      keep({ conversation, sender: self, frame, seq: conversation.seq }, deliverAll);
    });
    socket.on('close', () => conversation.members.splice(conversation.members.indexOf(self), 1));
    socket.send(JSON.stringify({ on: 'welcome' }));
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as AddressInfo).port;
}

function deliverAll(messages: readonly Taken[]): void {
  const at = new Date().toISOString();
  for (const message of messages) deliver(message, at);
}

/** The same two frames that Tieline sends: an answer for the sender, an event for the other. */
function deliver({ conversation, sender, frame, seq }: Taken, at: string): void {
  const id = `${conversation.id}.${seq}`;
  const { clientId, body } = frame.with;
  cork(sender.line);
  sender.socket.send(
    JSON.stringify({
      re: frame.id,
      ok: { conversation: conversation.id, id, seq, at, clientId, notice: null },
    }),
  );
  const from = { seat: sender.seat, kind: 'office', name: 'Somebody' };
  const view = {
    surface: 'office',
    id,
    seq,
    rev: seq,
    at,
    from,
    clientId: null,
    text: body.text,
    excerpt: null,
    formatted: null,
    file: null,
    fate: null,
  };
  const event = JSON.stringify({ on: 'message', conversation: conversation.id, message: view, loud: true });
  for (const member of conversation.members) {
    if (member === sender) continue;
    cork(member.line);
    member.socket.send(event);
  }
}
