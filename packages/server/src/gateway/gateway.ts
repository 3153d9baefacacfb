import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { KnownTenants } from '../facts/known-tenants.ts';
import type { Context } from '../features/context.ts';
import { createWarnOften } from '../logging/warn-often.ts';
import type { NodeLimits } from '../node/limits.ts';
import { createAuthenticator } from './authentication/authenticator.ts';
import { createAddressOf } from './authentication/client-address.ts';
import { createOriginCheck } from './authentication/origins.ts';
import { createHttp } from './http.ts';
import { createDeadlines } from './limits/deadlines.ts';
import { createRefusalDelay } from './limits/delay-refusals.ts';
import { limitConnections } from './limits/limit-connections.ts';
import { createNodeRates } from './limits/rates.ts';
import { createSlots } from './limits/slots.ts';
import { createSocketSlots } from './limits/socket-slots.ts';
import { createConnectionAdmission } from './sockets/connection-admission.ts';
import { startSocketServer } from './sockets/socket-server.ts';

export interface GatewayOptions {
  readonly logger: FastifyBaseLogger;
  readonly host: string;
  /** 0: the system chooses one. */
  readonly port: number;
  readonly publicUrl: string;
  readonly webFolder: string;
  readonly limits: NodeLimits;
  readonly heartbeatSeconds: number;
  /** Addresses or networks of proxies in front; empty: none. */
  readonly trustedProxies: readonly string[];
}

/** What the gateway needs to know of the installation. */
export interface Installation {
  readonly signingKey: Buffer;
  readonly tenants: KnownTenants;
}

/** HTTP and WebSockets of a node, on one port. */
export interface Gateway {
  readonly port: number;
  /** From now on the node reports that it is not ready, so that proxies send no more clients to it. */
  drain(): void;
  closeSockets(): Promise<void>;
  /** Waits for requests that are being answered. */
  closeHttp(): Promise<void>;
}

/** @throws where the port cannot be listened on; nothing is left open then */
export async function openGateway(
  context: Context,
  options: GatewayOptions,
  { signingKey, tenants }: Installation,
): Promise<Gateway> {
  const { limits, publicUrl } = options;
  const state = { port: options.port, isDraining: false };
  const slots = createSlots();
  const shared: SharedParts = {
    isOriginAllowed: createOriginCheck(options, () => state.port),
    authenticator: createAuthenticator(context, createNodeRates(limits), tenants),
    slots,
    delayRefusal: createRefusalDelay(slots, limits),
  };
  const app = await createHttp(context, {
    ...shared,
    logger: options.logger,
    webFolder: options.webFolder,
    secure: publicUrl.startsWith('https:'),
    origin: () => publicUrl.replace(/:0$/, `:${state.port}`),
    limits,
    trustedProxies: options.trustedProxies,
    deadlines: createDeadlines(limits.answerMs),
    signingKey,
    isDraining: () => state.isDraining,
  });
  const closeSockets = openSockets(app.server, context, options, shared);
  try {
    state.port = await listen(app, options);
  } catch (error) {
    await closeSockets();
    await app.close();
    throw error;
  }
  return {
    port: state.port,
    drain: () => void (state.isDraining = true),
    closeSockets,
    closeHttp: () => app.close(),
  };
}

/** Parts that HTTP and sockets share, so that a limit counts both together. */
type SharedParts = Pick<
  Parameters<typeof startSocketServer>[2],
  'isOriginAllowed' | 'authenticator' | 'slots' | 'delayRefusal'
>;

function openSockets(
  server: Server,
  context: Context,
  { limits, logger, trustedProxies, heartbeatSeconds }: GatewayOptions,
  shared: SharedParts,
): () => Promise<void> {
  const { lines, sockets } = limits;
  const warnOften = createWarnOften(logger);
  const noteFull = () => warnOften({ lines, sockets }, 'there is no file descriptor for another connection');
  limitConnections(server, lines, noteFull);
  return startSocketServer(server, context, {
    ...shared,
    addressOf: createAddressOf(trustedProxies),
    admission: createConnectionAdmission(limits),
    socketSlots: createSocketSlots(sockets, noteFull),
    limits,
    heartbeatSeconds,
  });
}

async function listen(app: FastifyInstance<Server>, { host, port }: GatewayOptions): Promise<number> {
  await app.listen({ host, port });
  const address: AddressInfo | string | null = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
