import { createClient, logIn, type TielineClient } from '@tieline/client';
import type { SeatId, SelfView, SessionId, SignInSurface, WireError } from '@tieline/protocol';
import { WebSocket } from 'ws';
import { testPassword } from './company.ts';
import { openRawSocket, type RawSocket } from './raw-socket.ts';
import { waitFor } from './wait.ts';

export interface HttpAnswer<Body = unknown> {
  readonly status: number;
  readonly body: Body & Partial<WireError>;
}

/** A person signed in to one side of a company, as their device. */
export interface Device {
  readonly url: string;
  readonly seat: SeatId;
  readonly session: SessionId;
  readonly token: string;
  readonly surface: SignInSurface;
  /** Connects the client of `packages/client` and waits for its welcome. */
  connect(): Promise<TielineClient>;
  socket(): Promise<RawSocket>;
  request<Body = unknown>(method: string, path: string, body?: unknown): Promise<HttpAnswer<Body>>;
  logOut(): Promise<void>;
}

export interface Address {
  readonly url: string;
  readonly slug: string;
  /** By default the one of all test companies. */
  readonly password?: string;
}

/** Logs a member of the cast in by the front door. */
export async function signIn(
  { url, slug, password }: Address,
  name: string,
  side: SignInSurface,
): Promise<Device> {
  const answer = await logIn(url, {
    company: slug,
    email: `${name}@${slug}.example`,
    password: password ?? testPassword,
    side,
    credential: 'token',
  });
  if (answer.kind !== 'signed-in' || answer.token === null) throw new Error(`${name} was not signed in`);
  return deviceOf(url, answer.token, side);
}

async function deviceOf(url: string, token: string, surface: SignInSurface): Promise<Device> {
  async function request<Body>(method: string, path: string, body?: unknown): Promise<HttpAnswer<Body>> {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'x-tieline-surface': surface,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Body & Partial<WireError> };
  }
  const self = await request<SelfView>('GET', '/me');
  return {
    url,
    seat: self.body.seat,
    session: self.body.session,
    token,
    surface,
    request,
    socket: () => openRawSocket(url, token, surface),
    connect: async () => {
      const client = createClient({ baseUrl: url, surface, token, WebSocket });
      client.connect();
      await waitFor(
        'the client to be online',
        () =>
          client.getState().connection.state === 'online' && client.getState().conversationsState === 'ready',
      );
      return client;
    },
    logOut: async () => void (await request('POST', '/log-out')),
  };
}
