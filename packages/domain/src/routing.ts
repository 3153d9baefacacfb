import type { AgentStatus, SeatId } from '@tieline/protocol';

export interface Candidate {
  readonly seat: SeatId;
  readonly loggedIn: boolean;
  readonly status: AgentStatus;
  /** Milliseconds since the epoch; the smallest has been idle longest. */
  readonly idleSince: number;
  readonly chats: number;
  readonly capacity: number;
  /** The chat was already offered to this agent, who did not take it. */
  readonly alreadyAsked: boolean;
}

export type Verdict =
  'chosen' | 'idle-less-long' | 'logged-out' | 'not-available' | 'at-capacity' | 'already-asked';

/** An assignment that explains itself: who was considered, and why this one (CUST-3). */
export interface Assignment {
  readonly rule: 'CUST-2';
  readonly chosen: SeatId | null;
  readonly considered: readonly { readonly seat: SeatId; readonly verdict: Verdict }[];
}

function obstacle(candidate: Candidate): Exclude<Verdict, 'chosen' | 'idle-less-long'> | null {
  if (!candidate.loggedIn) return 'logged-out';
  // "busy" means handling a chat, which an agent with room left may be; only the other statuses stop offers.
  if (candidate.status !== 'available' && candidate.status !== 'busy') return 'not-available';
  if (candidate.chats >= candidate.capacity) return 'at-capacity';
  return candidate.alreadyAsked ? 'already-asked' : null;
}

/** Idle longest first; the seat id settles a tie, so that every node chooses alike. */
function byIdleTime(one: Candidate, other: Candidate): number {
  return one.idleSince - other.idleSince || (one.seat < other.seat ? -1 : 1);
}

/** CUST-2: the agent whom the next chat is offered to, if any. */
export function decideAssignment(candidates: readonly Candidate[]): Assignment {
  const inOrder = candidates.toSorted(byIdleTime);
  const chosen = inOrder.find((candidate) => obstacle(candidate) === null)?.seat ?? null;
  return {
    rule: 'CUST-2',
    chosen,
    considered: inOrder.map((candidate) => ({
      seat: candidate.seat,
      verdict: obstacle(candidate) ?? (candidate.seat === chosen ? 'chosen' : 'idle-less-long'),
    })),
  };
}
