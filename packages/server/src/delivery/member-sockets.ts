import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ConversationId, SeatId, TenantId } from '@tieline/protocol';
import type { Bus } from '../bus/bus.ts';
import type { LiveSession } from './live-session.ts';
import { messageFrame } from './message-frame.ts';
import { conversationSubject, type MembersHint } from './subjects.ts';

/** Seats that are told of a message in one turn of the event loop. */
const sliceSize = 200;

/** Those of one conversation. A message costs one frame here, and is told to all in the order in which messages came. */
class Members {
  readonly seats = new Map<SeatId, ReadonlySet<LiveSession>>();
  readonly #waiting: MembersHint[] = [];
  #isTelling = false;

  hear(hint: MembersHint): void {
    this.#waiting.push(hint);
    if (!this.#isTelling) void this.#tellAll();
  }

  async #tellAll(): Promise<void> {
    this.#isTelling = true;
    for (let hint = this.#waiting.shift(); hint; hint = this.#waiting.shift()) await this.#tell(hint);
    this.#isTelling = false;
  }

  /** Everything else goes on between the slices. Whoever leaves meanwhile is told no more. */
  async #tell(hint: MembersHint): Promise<void> {
    const frame = messageFrame(hint, null);
    let told = 0;
    for (const [seat, sockets] of this.seats) {
      if (told > 0 && told % sliceSize === 0) await nextTurn();
      told += 1;
      if (seat !== hint.except) for (const socket of sockets) socket.push(frame);
    }
  }
}

/**
 * Which seats of this node take part in conversations that have no list of their members. Hears of such a conversation
 * only while one of them is connected here.
 */
export class MemberSockets {
  readonly #bus: Bus;
  readonly #conversations = new Map<string, { readonly members: Members; readonly stop: () => void }>();

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  /** `sockets`: of the seat, as they come and go. */
  add(tenant: TenantId, conversation: ConversationId, seat: SeatId, sockets: ReadonlySet<LiveSession>): void {
    const subject = conversationSubject(tenant, conversation);
    const known = this.#conversations.get(subject);
    if (known) return void known.members.seats.set(seat, sockets);
    const members = new Members();
    members.seats.set(seat, sockets);
    const stop = this.#bus.subscribe(subject, (hint) => members.hear(hint));
    this.#conversations.set(subject, { members, stop });
  }

  remove(tenant: TenantId, conversation: ConversationId, seat: SeatId): void {
    const subject = conversationSubject(tenant, conversation);
    const known = this.#conversations.get(subject);
    known?.members.seats.delete(seat);
    if (known?.members.seats.size !== 0) return;
    known.stop();
    this.#conversations.delete(subject);
  }
}
