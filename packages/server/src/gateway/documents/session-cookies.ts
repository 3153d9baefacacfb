import { signInSurfaces } from '@tieline/protocol';
import { cookieName } from '../authentication/request-token.ts';

/** The session cookie of each surface as a security scheme; `type` is the word of the document for an API key. */
export function sessionCookies(type: string): Record<string, { type: string; in: 'cookie'; name: string }> {
  return Object.fromEntries(
    signInSurfaces.map((surface) => [surface, { type, in: 'cookie', name: cookieName(surface) }]),
  );
}
