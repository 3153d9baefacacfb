import type { IncomingHttpHeaders } from 'node:http';
import type { SignInSurface } from '@tieline/protocol';
import type { Context } from '../features/context.ts';
import { type Authenticated, authenticate } from '../features/sessions/authenticate.ts';
import { tokenOf } from './credentials.ts';
import type { Rates } from './rates.ts';

export interface Entrance {
  /** Who a request or a socket is from. The same for every way in. */
  identify(
    headers: IncomingHttpHeaders,
    surface: SignInSurface | null,
    address: string,
  ): Promise<Authenticated | 'not-signed-in' | 'too-many-requests'>;
  readonly rates: Rates;
}

export function createEntrance(context: Context, rates: Rates): Entrance {
  return {
    rates,
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
