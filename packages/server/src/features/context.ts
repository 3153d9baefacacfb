import type { PersonId, SeatId, SeatKind, SessionId, SignInSurface, TenantId } from '@tieline/protocol';
import type { Bodies } from '../content/bodies.ts';
import type { SentHashes } from '../content/sent-hash.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { LiveSessions } from '../delivery/live-sessions.ts';
import type { PresenceWatch } from '../delivery/presence-watch.ts';
import type { Graces } from '../node/graces.ts';
import type { Lease } from '../node/lease.ts';
import type { Log } from '../logging/log.ts';
import type { ConversationLocks } from '../delivery/conversation-locks.ts';
import type { NodeFiles } from '../files/node-files.ts';
import type { SendFacts } from '../facts/send-facts.ts';
import type { ConnectBatch } from '../facts/connect-batch.ts';
import type { RefusalLog } from '../logging/refusal-log.ts';
import type { OneAtATime } from '../concurrency/one-at-a-time.ts';
import type { NodeId } from '../store/attachments.ts';
import type { Moment } from '../store/load-changes.ts';
import type { MessageQueue } from '../message-queue/message-queue.ts';
import type { Store } from '../store/store.ts';
import type { ResumeTokens } from '../views/resume-token.ts';
import type { PasswordCost } from '../credentials/passwords.ts';
import type { SessionSecrets } from '../credentials/session-secrets.ts';

/** What the use cases of a node work with. Made once, in `compose.ts`. */
export interface Context {
  readonly store: Store;
  readonly delivery: Delivery;
  readonly liveSessions: LiveSessions;
  readonly presenceWatch: PresenceWatch;
  readonly conversationLocks: ConversationLocks;
  /** Changes of one seat: its devices, its status. What is told of them is in the order of their commits. */
  readonly seatLocks: OneAtATime<SeatId>;
  readonly sendFacts: SendFacts;
  readonly messages: MessageQueue;
  readonly bodies: Bodies;
  readonly connectBatch: ConnectBatch;
  readonly files: NodeFiles;
  readonly resumeTokens: ResumeTokens;
  readonly sessionSecrets: SessionSecrets;
  readonly sentHashes: SentHashes;
  /** What a hash costs that is made here. */
  readonly passwordCost: PasswordCost;
  readonly refusals: RefusalLog;
  readonly node: NodeId;
  readonly lease: Lease;
  /** Companies of which it is noted that this node holds sessions. */
  readonly nodeTenants: Set<TenantId>;
  /** The grace times that run on this node. */
  readonly graces: Graces;
  /** The revision of each company that its sockets on this node have heard of. */
  readonly toldRevisions: Map<TenantId, number>;
  /** The newest mark of this node; no moment before the first one. */
  readonly lastMark: { moment: Moment | null };
  /** PRES-8: seconds. */
  readonly graceSeconds: number;
  readonly log: Log;
}

/** Who asks: a signed-in session. */
export interface Actor {
  readonly tenant: TenantId;
  readonly person: PersonId;
  readonly seat: SeatId;
  readonly kind: SeatKind;
  readonly session: SessionId;
  readonly surface: SignInSurface;
  readonly administrator: boolean;
  readonly email: string;
}
