import { type ClientStorage, createClient, type TielineClient } from '@tieline/client';
import type { WebSocket } from 'ws';
import type { Journal } from '../journal.ts';
import { answerWithin, type Device } from './sign-in.ts';
import { tappedSockets } from './tap.ts';

/** A device that uses the client of the product, tapped at its socket. */
export interface RichClient {
  readonly device: Device;
  readonly client: TielineClient;
  /** The socket that it made last, for faults that hold it. */
  readonly socket: () => WebSocket | null;
}

/** Shorter than usual, so that a lost line is noticed within a heartbeat of the harness. */
const timing = {
  pingEvery: 2000,
  pingWithin: 2000,
  welcomeWithin: answerWithin,
  answerWithin,
  backOffMost: 1500,
};

/** What waits to be stored is kept here as well, as in the storage of a browser. */
function createStorage(): ClientStorage {
  const kept = new Map<string, string>();
  return {
    read: (key) => kept.get(key) ?? null,
    write: (key, value) => void kept.set(key, value),
    remove: (key) => void kept.delete(key),
    keys: () => [...kept.keys()],
  };
}

/** `patient`: it does not ask whether the server is there, so that it can leave its socket unread for long. */
export function createRichClient(journal: Journal, device: Device, patient = false): RichClient {
  const { Socket, last } = tappedSockets(journal, device);
  const { surface, token, lane } = device;
  const options = { baseUrl: lane.url, surface, token, WebSocket: Socket, storage: createStorage() };
  const client = createClient(options, patient ? { ...timing, pingEvery: 3_600_000 } : timing);
  client.connect();
  return { device, client, socket: last };
}
