import type { IncomingHttpHeaders } from 'node:http';
import type { SignInSurface } from '@tieline/protocol';
import type { Context } from '../features/context.ts';
import type { KnownTenants } from '../facts/known-tenants.ts';
import { type Authenticated, authenticate, claimedTenant } from '../features/sessions/authenticate.ts';
import { tokenOf } from './credentials.ts';
import type { Rates } from './rates.ts';

export interface Entrance {
  /** Who a request or a socket is from. The same for every way in. */
  identify(
    headers: IncomingHttpHeaders,
    surface: SignInSurface | null,
    address: string,
  ): Promise<Authenticated | 'not-signed-in' | 'too-many-requests'>;
  /**
   * In which line a request waits before anybody has looked who it is from: of the company that its token names, if
   * there is one. Those of no company share a line.
   */
  lineOf(headers: IncomingHttpHeaders, surface: SignInSurface | null): string;
  readonly rates: Rates;
}

export function createEntrance(context: Context, rates: Rates, tenants: KnownTenants): Entrance {
  return {
    rates,
    lineOf: (headers, surface) => {
      const tenant = claimedTenant(tokenOf(headers, surface));
      return tenant !== null && tenants.has(tenant) ? tenant : '';
    },
    identify: async (headers, surface, address) => {
      if (rates.isTurnedAway(address)) return 'too-many-requests';
      const token = tokenOf(headers, surface);
      const actor = await authenticate(context, token, surface);
      if (actor) return actor;
      // A browser without a cookie asks once; whoever brings what is nobody's may be trying them all.
      if (token !== null) rates.noteBad(address);
      return 'not-signed-in';
    },
  };
}
