import { randomUUID } from 'node:crypto';

/** A client id as the client library makes it: a UUID of version 7, so that the index of the server grows at its end. */
export function newClientId(): string {
  const moment = Date.now().toString(16).padStart(12, '0');
  return `${moment.slice(0, 8)}-${moment.slice(8)}-7${randomUUID().slice(15)}`;
}
