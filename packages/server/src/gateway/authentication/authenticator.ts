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

export interface Authenticator {
  /** Whose session a request or a socket is of; the same for HTTP and sockets. */
  identify(
    headers: IncomingHttpHeaders,
    surface: SignInSurface | null,
    address: string,
  ): Promise<Authenticated | 'not-signed-in' | 'too-many-requests'>;
  /**
   * The queue in which a request waits before its token is verified: of the company that the token names, if that
   * exists. All others share one, so that invented names make no queues.
   */
  queueOf(headers: IncomingHttpHeaders, surface: SignInSurface | null): string;
  readonly rates: Rates;
}

export function createAuthenticator(context: Context, rates: Rates, tenants: KnownTenants): Authenticator {
  return {
    rates,
    queueOf: (headers, surface) => {
      const tenant = claimedTenant(tokenOf(headers, surface));
      return tenant !== null && tenants.has(tenant) ? tenant : '';
    },
    identify: async (headers, surface, address) => {
      const token = tokenOf(headers, surface);
      if (token === null) return 'not-signed-in';
      // Invented tokens must not lock out the holders of real ones at the same address.
      const isOurs = isOurToken(context, token);
      const network = networkOf(address);
      if (!isOurs && rates.isBlocked(network)) return 'too-many-requests';
      const key = `${surface} ${token}`;
      if (isOurs && rates.isRejectedToken(key)) return 'not-signed-in';
      const actor = await authenticate(context, token, surface);
      if (actor) return actor;
      if (isOurs) rates.noteRejectedToken(key);
      else rates.noteInvalidToken(network);
      return 'not-signed-in';
    },
  };
}
