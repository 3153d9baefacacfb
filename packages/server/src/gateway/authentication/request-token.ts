import type { IncomingHttpHeaders } from 'node:http';
import { type SignInSurface, signInSurfaces } from '@tieline/protocol';
import { parse } from 'cookie';

export function cookieName(surface: SignInSurface): string {
  return `tieline_${surface}`;
}

export function asSurface(value: unknown): SignInSurface | null {
  return signInSurfaces.find((surface) => surface === value) ?? null;
}

/** The token of a request: a bearer token, or the cookie of the surface that the request speaks for. */
export function tokenOf(headers: IncomingHttpHeaders, surface: SignInSurface | null): string | null {
  const bearer = /^Bearer ([^\s]+)$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  return surface === null ? null : (parse(headers.cookie ?? '')[cookieName(surface)] ?? null);
}
