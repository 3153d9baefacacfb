import type { IncomingHttpHeaders } from 'node:http';
import type { SignInSurface } from '@tieline/protocol';
import type { Context } from '../../features/context.ts';
import type { KnownTenants } from '../../facts/known-tenants.ts';
import {
  type Authenticated,
  authenticate,
  claimedTenant,
  isOurToken,
} from '../../features/sessions/authenticate.ts';
import { networkOf } from './client-address.ts';
import { tokenOf } from './request-token.ts';
import type { Rates } from '../limits/rates.ts';

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
      const token = tokenOf(headers, surface);
      if (token === null) return 'not-signed-in';
      // Whoever makes tokens up must not keep those out who come from the same address with what was given to them.
      const isOurs = isOurToken(context, token);
      const network = networkOf(address);
      if (!isOurs && rates.isTurnedAway(network)) return 'too-many-requests';
      const asked = `${surface} ${token}`;
      if (isOurs && rates.isOver(asked)) return 'not-signed-in';
      const actor = await authenticate(context, token, surface);
      if (actor) return actor;
      if (isOurs) rates.noteOver(asked);
      else rates.noteBad(network);
      return 'not-signed-in';
    },
  };
}
