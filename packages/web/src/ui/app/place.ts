import type { SignInSurface } from '@tieline/protocol';

const key = 'tieline.place';

/** Keeps where a person was, so that logging in again leads back there. */
export function rememberPlace(): void {
  sessionStorage.setItem(key, location.pathname);
}

/** The remembered place if it belongs to this side, else the side's first page. Never an address from outside. */
export function placeAfterLogIn(side: SignInSurface, remembered: string | null): string {
  return remembered !== null && new RegExp(`^/${side}/[\\w/-]*$`).test(remembered) ? remembered : `/${side}/`;
}

/** The place that the server has sent somebody away from, or that an app has kept. */
export function takePlace(side: SignInSurface): string {
  const remembered = new URLSearchParams(location.search).get('to') ?? sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  return placeAfterLogIn(side, remembered);
}
