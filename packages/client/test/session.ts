import { WebSocket } from 'ws';
import type { SignInSurface } from '@tieline/protocol';
import { createClient } from '../src/client.ts';
import type { Timing } from '../src/timing.ts';
import type { ClientOptions, TielineClient } from '../src/types.ts';
import { fastTiming } from './fast-timing.ts';
import type { FakeServer } from './fake-server.ts';
import { expectEventually } from './expect-eventually.ts';

const running: TielineClient[] = [];

/** A client of the fake server; not connected yet. */
export function clientOf(
  server: FakeServer,
  surface: SignInSurface = 'office',
  timing: Partial<Timing> = {},
  options: Partial<ClientOptions> = {},
): TielineClient {
  const given = { baseUrl: server.baseUrl, surface, WebSocket, ...options };
  const client = createClient(given, { ...fastTiming, ...timing });
  running.push(client);
  return client;
}

/** The same, online and with its list loaded. */
export async function onlineClient(...given: Parameters<typeof clientOf>): Promise<TielineClient> {
  const client = clientOf(...given);
  client.connect();
  await expectEventually(() => client.getState().connection.state === 'online', 'the client is online');
  await expectEventually(() => client.getState().conversationsState === 'ready', 'the list is loaded');
  return client;
}

export function closeAll(): void {
  for (const client of running.splice(0)) client.close();
}
