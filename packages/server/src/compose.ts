import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { createInProcessBus } from './bus/in-process.ts';
import { createBodies } from './content/bodies.ts';
import { createDelivery } from './delivery/delivery.ts';
import { LiveSessions } from './delivery/live-sessions.ts';
import { createPresenceWatch } from './delivery/presence-watch.ts';
import { createConversationLocks } from './delivery/conversation-locks.ts';
import { createKnownTenants } from './facts/known-tenants.ts';
import { createConnectBatch } from './facts/connect-batch.ts';
import { SendFacts } from './facts/send-facts.ts';
import { type FilesConfig, openFiles } from './files/node-files.ts';
import { sweepFiles, sweepStorage } from './features/files/sweep-files.ts';
import type { Context } from './features/context.ts';
import { settleWatches } from './features/presence/settle-watches.ts';
import { writeNotedRefusals } from './features/refusals/write-refusals.ts';
import { markMoments } from './features/sessions/mark-moments.ts';
import { createGraces } from './node/graces.ts';
import { createLease } from './node/lease.ts';
import {
  clearOldSessions,
  reapBeforeServing,
  reapSessions,
  settleSockets,
} from './features/sessions/reap-sessions.ts';
import { createAddressOf } from './gateway/authentication/client-address.ts';
import { createDeadlines } from './gateway/limits/deadlines.ts';
import { createConnectionAdmission } from './gateway/sockets/connection-admission.ts';
import { createAuthenticator } from './gateway/authentication/authenticator.ts';
import { createHttp } from './gateway/http.ts';
import { createRefuseLate } from './gateway/limits/delay-refusals.ts';
import { limitLines } from './gateway/limits/limit-connections.ts';
import { createPlaces } from './gateway/limits/slots.ts';
import { createNodeRates } from './gateway/limits/rates.ts';
import { createOriginCheck } from './gateway/authentication/origins.ts';
import { createSocketRoom } from './gateway/limits/socket-slots.ts';
import { startSocketServer } from './gateway/sockets/socket-server.ts';
import { createCurrentUploads } from './gateway/uploads/current-uploads.ts';
import type { NodeLimits } from './node/limits.ts';
import { createWarnOften } from './logging/warn-often.ts';
import { type Loop, startLoop } from './concurrency/loop.ts';
import { createOneAtATime } from './concurrency/one-at-a-time.ts';
import { MessageQueue, type QueueLimits } from './message-queue/message-queue.ts';
import { type PasswordCost, passwordCost } from './credentials/passwords.ts';
import { createRefusalLog } from './logging/refusal-log.ts';
import { createSessionSecrets } from './credentials/session-secrets.ts';
import { loadSigningKey } from './store/signing-key.ts';
import { hotConnections, type Store } from './store/store.ts';
import { createResumeTokens } from './views/resume-token.ts';

export interface NodeOptions {
  readonly store: Store;
  readonly logger: FastifyBaseLogger;
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  readonly graceSeconds: number;
  readonly webFolder: string;
  readonly limits: NodeLimits;
  readonly heartbeatSeconds: number;
  /** How often every client gets a newer token to resume from. */
  readonly markSeconds?: number;
  /** Addresses or networks of proxies in front; empty: none. */
  readonly trustedProxies: readonly string[];
  readonly files: FilesConfig;
  readonly passwordCost?: PasswordCost;
}

/** A node that serves. */
export interface RunningNode {
  readonly context: Context;
  readonly port: number;
  /**
   * Stops taking work, tells clients to come back, and gives the lease up. The store stays open. `onStep`: told what is
   * waited for.
   */
  close(onStep?: (what: string) => void): Promise<void>;
}

/** Commits small enough that one is on its way while the messages of the one before are told. */
const queueLimits: QueueLimits = {
  waiting: 5000,
  batch: 400,
  batchCharacters: 2_000_000,
  patience: 6000,
  commits: hotConnections,
  commitsOfOne: 2,
};

const refusalsEveryMs = 1000;
const clearEveryMs = 3_600_000;
const dailyMs = 86_400_000;

/** Twice in a grace time, so that what was noted wrongly is put right before it ends; every five seconds at least. */
function settleEveryMs({ graceSeconds }: Context): number {
  return Math.min(5000, Math.max(250, graceSeconds * 500));
}

/** The one place where everything is wired: store and bus, delivery on them, features on those, the gateway in front. */
export async function startNode(options: NodeOptions): Promise<RunningNode> {
  const bus = createInProcessBus();
  const node = randomUUID();
  const liveSessions = new LiveSessions(bus);
  let settleNow = (): void => undefined;
  const lease = createLease({
    store: options.store,
    node,
    graceSeconds: options.graceSeconds,
    log: options.logger,
    onLate: () => settleNow(),
  });
  const messages = new MessageQueue(options.store, queueLimits);
  const currentUploads = createCurrentUploads(options.limits.uploadBytesOfSeat);
  const files = await openFiles(options.files, options.store, currentUploads);
  const signingKey = await loadSigningKey(options.store);
  const context: Context = {
    store: options.store,
    delivery: createDelivery(bus),
    liveSessions,
    presenceWatch: createPresenceWatch(bus),
    conversationLocks: createConversationLocks((tenant) => messages.settled(tenant)),
    seatLocks: createOneAtATime(),
    nodeTenants: new Set(),
    graces: createGraces(options.graceSeconds),
    toldRevisions: new Map(),
    lastMark: { moment: null },
    sendFacts: new SendFacts(options.store),
    messages,
    bodies: createBodies(),
    connectBatch: createConnectBatch(options.store, node, (session) => liveSessions.countOf(session) > 0),
    files,
    resumeTokens: createResumeTokens(signingKey),
    sessionSecrets: createSessionSecrets(signingKey),
    passwordCost: options.passwordCost ?? passwordCost,
    refusals: createRefusalLog(options.logger),
    node,
    lease,
    graceSeconds: options.graceSeconds,
    log: options.logger,
  };
  await lease.begin();
  await reapBeforeServing(context);
  let draining = false;
  let port = options.port;
  const isOriginAllowed = createOriginCheck(options, () => port);
  const tenants = createKnownTenants(options.store);
  await tenants.load();
  const authenticator = createAuthenticator(context, createNodeRates(options.limits), tenants);
  const places = createPlaces();
  const refuseLate = createRefuseLate(places, options.limits);
  const deadlines = createDeadlines(options.limits.answerMs);
  const app = await createHttp(context, {
    logger: options.logger,
    webFolder: options.webFolder,
    secure: options.publicUrl.startsWith('https:'),
    origin: () => options.publicUrl.replace(/:0$/, `:${port}`),
    limits: options.limits,
    trustedProxies: options.trustedProxies,
    authenticator,
    places,
    refuseLate,
    deadlines,
    signingKey,
    isOriginAllowed,
    isDraining: () => draining,
  });
  const warnOften = createWarnOften(options.logger);
  const { lines, sockets } = options.limits;
  const noteFull = () => warnOften({ lines, sockets }, 'there is no file descriptor for another line');
  limitLines(app.server, lines, noteFull);
  const closeSockets = startSocketServer(app.server, context, {
    isOriginAllowed,
    addressOf: createAddressOf(options.trustedProxies),
    authenticator,
    admission: createConnectionAdmission(options.limits),
    places,
    refuseLate,
    room: createSocketRoom(sockets, noteFull),
    limits: options.limits,
    heartbeatSeconds: options.heartbeatSeconds,
  });
  try {
    port = await listen(app, options);
  } catch (error) {
    await closeSockets();
    await app.close();
    throw error;
  }
  const { stop: stopLoops, settleSockets: wakeSockets } = startLoops(
    context,
    (options.markSeconds ?? 30) * 1000,
  );
  settleNow = wakeSockets;
  return {
    context,
    port,
    close: async (onStep = () => undefined) => {
      draining = true;
      onStep('sockets are told to come back');
      await closeSockets();
      onStep('requests that are being answered');
      await app.close();
      onStep('work of the server in the database');
      await stopLoops();
      await context.bodies.close();
      await writeNotedRefusals(context);
      await lease
        .end()
        .catch((error: unknown) => context.log.warn({ err: error }, 'the lease runs out by itself'));
    },
  };
}

async function listen(app: FastifyInstance<Server>, { host, port }: NodeOptions): Promise<number> {
  await app.listen({ host, port });
  return (app.server.address() as AddressInfo).port;
}

interface Loops {
  /** Compares the sockets with the database now. */
  readonly settleSockets: () => void;
  readonly stop: () => Promise<void>;
}

/** What a node does by itself, whoever asks. */
function startLoops(context: Context, markEveryMs: number): Loops {
  const { renewEveryMs } = context.lease.times;
  const loop = (what: string, everyMs: number, work: () => Promise<number | void>): Loop =>
    startLoop(everyMs, work, (error) => context.log.warn({ err: error }, `${what} will be tried again`));
  const sockets = loop('comparing sockets', settleEveryMs(context), () => settleSockets(context));
  const rosters = loop('comparing rosters', settleEveryMs(context), () => settleWatches(context));
  const loops = [
    sockets,
    rosters,
    // By itself: a node with much to end must not be late with its lease.
    loop('renewing the lease', renewEveryMs, () => context.lease.renew()),
    loop('ending lapsed sessions', renewEveryMs, () => reapSessions(context)),
    loop('writing refusals', refusalsEveryMs, () => writeNotedRefusals(context)),
    loop('marking', markEveryMs, () => markMoments(context)),
    loop('clearing old sessions', clearEveryMs, () => clearOldSessions(context)),
    loop('sweeping files', clearEveryMs, () => sweepFiles(context)),
    loop('sweeping the storage', dailyMs, () => sweepStorage(context)),
  ];
  // Access that was taken away by another process is gone here a moment later, and not at the next turn.
  const stopListening = context.store.listen(() => {
    sockets.wake();
    rosters.wake();
  });
  return {
    settleSockets: sockets.wake,
    stop: async () => {
      await stopListening();
      await Promise.all(loops.map((one) => one.stop()));
    },
  };
}
