import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

/** A connected client of the relay. */
export interface Member {
  readonly seat: string;
  readonly socket: WebSocket;
  readonly line: Socket;
}

/** A conversation of the relay: two clients, and a counter in memory. */
export interface Conversation {
  readonly id: string;
  seq: number;
  readonly members: Member[];
}

export interface Conversations {
  join(
    id: string,
    socket: WebSocket,
    line: Socket,
  ): { readonly conversation: Conversation; readonly self: Member };
}

export function createConversations(): Conversations {
  const all = new Map<string, Conversation>();
  return {
    join: (id, socket, line) => {
      const conversation = all.get(id) ?? { id, seq: 0, members: [] };
      all.set(id, conversation);
      const self = { seat: randomUUID(), socket, line };
      conversation.members.push(self);
      return { conversation, self };
    },
  };
}
