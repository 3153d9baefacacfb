import { randomUUID } from 'node:crypto';
import { createInProcessBus } from './bus/in-process.ts';
import { createBodies } from './content/bodies.ts';
import { createSentHashes } from './content/sent-hash.ts';
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
import { type Gateway, type GatewayOptions, openGateway } from './gateway/gateway.ts';
import { createCurrentUploads } from './gateway/uploads/current-uploads.ts';
import { type Loop, startLoop } from './concurrency/loop.ts';
import { createOneAtATime } from './concurrency/one-at-a-time.ts';
import { MessageQueue, type QueueLimits } from './message-queue/message-queue.ts';
import { type PasswordCost, passwordCost } from './credentials/passwords.ts';
import { createRefusalLog } from './logging/refusal-log.ts';
import { createSessionSecrets } from './credentials/session-secrets.ts';
import { loadSigningKey } from './store/signing-key.ts';
import { hotConnections, type Store } from './store/store.ts';
import { createResumeTokens } from './views/resume-token.ts';

export interface NodeOptions extends GatewayOptions {
  readonly store: Store;
  readonly graceSeconds: number;
  /** How often every client gets a newer token to resume from. */
  readonly markSeconds?: number;
  readonly files: FilesConfig;
  readonly passwordCost?: PasswordCost;
}

/** A node that serves. */
export interface RunningNode {
  readonly context: Context;
  readonly port: number;
  /**
   * Stops taking work, tells clients to come back, and gives the lease up. The store stays open. `onStep` is called with
   * what the node waits for.
   */
  close(onStep?: (what: string) => void): Promise<void>;
}

/** Commits are small enough that the next one runs while the messages of the last one are delivered. */
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

/** Twice in a grace time, so that a wrong entry is corrected before it ends; every five seconds at least. */
function settleEveryMs({ graceSeconds }: Context): number {
  return Math.min(5000, Math.max(250, graceSeconds * 500));
}

/** The one place where everything is wired: store and bus, delivery on them, features on those, the gateway in front. */
export async function startNode(options: NodeOptions): Promise<RunningNode> {
  const { store } = options;
  let settleNow = (): void => undefined;
  const signingKey = await loadSigningKey(store);
  const context = await createContext(options, signingKey, () => settleNow());
  await context.lease.begin();
  await reapBeforeServing(context);
  const tenants = createKnownTenants(store);
  await tenants.load();
  const gateway = await openGateway(context, options, { signingKey, tenants });
  const loops = startLoops(context, (options.markSeconds ?? 30) * 1000);
  settleNow = loops.settleSockets;
  return {
    context,
    port: gateway.port,
    close: (onStep = () => undefined) => closeNode(context, gateway, loops, onStep),
  };
}

/** What the use cases work with. `onLate`: the lease was renewed too late. */
async function createContext(options: NodeOptions, signingKey: Buffer, onLate: () => void): Promise<Context> {
  const { store, logger, graceSeconds } = options;
  const bus = createInProcessBus();
  const node = randomUUID();
  const liveSessions = new LiveSessions(bus);
  const messages = new MessageQueue(store, queueLimits);
  const currentUploads = createCurrentUploads(options.limits.uploadBytesOfSeat);
  return {
    store,
    delivery: createDelivery(bus),
    liveSessions,
    presenceWatch: createPresenceWatch(bus),
    conversationLocks: createConversationLocks((tenant) => messages.settled(tenant)),
    seatLocks: createOneAtATime(),
    nodeTenants: new Set(),
    graces: createGraces(graceSeconds),
    toldRevisions: new Map(),
    lastMark: { moment: null },
    sendFacts: new SendFacts(store),
    messages,
    bodies: createBodies(),
    connectBatch: createConnectBatch(store, node, (session) => liveSessions.countOf(session) > 0),
    files: await openFiles(options.files, store, currentUploads),
    resumeTokens: createResumeTokens(signingKey),
    sessionSecrets: createSessionSecrets(signingKey),
    sentHashes: createSentHashes(signingKey),
    passwordCost: options.passwordCost ?? passwordCost,
    refusals: createRefusalLog(logger),
    node,
    lease: createLease({ store, node, graceSeconds, log: logger, onLate }),
    graceSeconds,
    log: logger,
  };
}

async function closeNode(
  context: Context,
  gateway: Gateway,
  loops: Loops,
  onStep: (what: string) => void,
): Promise<void> {
  gateway.drain();
  onStep('sockets are told to come back');
  await gateway.closeSockets();
  onStep('requests that are being answered');
  await gateway.closeHttp();
  onStep('work of the server in the database');
  await loops.stop();
  await context.bodies.close();
  await writeNotedRefusals(context);
  await context.lease
    .end()
    .catch((error: unknown) => context.log.warn({ err: error }, 'the lease runs out by itself'));
}

interface Loops {
  /** Compares the sockets with the database now. */
  readonly settleSockets: () => void;
  readonly stop: () => Promise<void>;
}

/** What a node does by itself, without a request. */
function startLoops(context: Context, markEveryMs: number): Loops {
  const { renewEveryMs } = context.lease.times;
  const loop = (what: string, everyMs: number, work: () => Promise<number | void>): Loop =>
    startLoop(everyMs, work, (error) => context.log.warn({ err: error }, `${what} will be tried again`));
  const sockets = loop('comparing sockets', settleEveryMs(context), () => settleSockets(context));
  const rosters = loop('comparing rosters', settleEveryMs(context), () => settleWatches(context));
  const loops = [
    sockets,
    rosters,
    // A loop of its own: a node that ends many sessions must not be late with its lease.
    loop('renewing the lease', renewEveryMs, () => context.lease.renew()),
    loop('ending lapsed sessions', renewEveryMs, () => reapSessions(context)),
    loop('writing refusals', refusalsEveryMs, () => writeNotedRefusals(context)),
    loop('marking', markEveryMs, () => markMoments(context)),
    loop('clearing old sessions', clearEveryMs, () => clearOldSessions(context)),
    loop('sweeping files', clearEveryMs, () => sweepFiles(context)),
    loop('sweeping the storage', dailyMs, () => sweepStorage(context)),
  ];
  // Access that another process takes away ends here at once, and not at the next run.
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
