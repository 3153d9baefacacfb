import type { ClientId } from '@tieline/protocol';

/** A new client id. `crypto.randomUUID` is not there on a page without TLS; this works on every one. */
export function newClientId(): ClientId {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('') as ClientId;
}
