import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { createFrontendReader, type FrontendMessage } from './frontend-messages.ts';

/** A statement as the server ran it. */
export interface Statement {
  readonly text: string;
  readonly values: readonly (string | null)[];
}

/** A way to the database on which every statement is heard. */
export interface Overheard {
  /** The same database, by way of the listener. */
  readonly url: string;
  /** All statements since the last call, in order. */
  take(): readonly Statement[];
  close(): Promise<void>;
}

/**
 * Listens between the server and its database, so that what is explained are the server's own statements with its own
 * parameters, and not copies of them that grow stale.
 */
export async function overhear(databaseUrl: string): Promise<Overheard> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let heard: Statement[] = [];
  const listener = createServer((client) => {
    const database = connect(Number(target.port), target.hostname);
    const reader = createFrontendReader(createStatementReader((statement) => heard.push(statement)));
    client.on('data', reader);
    client.pipe(database).pipe(client);
    for (const socket of [client, database]) {
      sockets.add(socket);
      // One side that breaks off takes the other one along.
      socket.on('error', () => undefined);
      socket.on('close', () => [client, database].map((each) => each.destroy()));
    }
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const url = new URL(databaseUrl);
  url.port = String((listener.address() as AddressInfo).port);
  return {
    url: url.href,
    take: () => {
      const taken = heard;
      heard = [];
      return taken;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
}

/** Puts the parameters of an execution together with the text that was prepared before, on one connection. */
function createStatementReader(hear: (statement: Statement) => void): (message: FrontendMessage) => void {
  const prepared = new Map<string, string>();
  return (message) => {
    switch (message.is) {
      case 'query':
        return hear({ text: message.text, values: [] });
      case 'parse':
        return void prepared.set(message.name, message.text);
      case 'bind':
        return hear({ text: prepared.get(message.name) ?? '', values: message.values });
    }
  };
}
