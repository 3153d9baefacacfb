import { decideAudience, decideHistory, decideUnread, numberingOf, receiptOptionOf } from '@tieline/domain';
import type { CommandInput } from '@tieline/protocol';
import type { SignalScope } from '../../delivery/delivery.ts';
import type { ConversationRecord } from '../../store/load-conversation.ts';
import { farthestSeq } from '../../store/load-messages.ts';
import { loadSeats } from '../../store/load-seats.ts';
import { loadReadStates, writeReadMark } from '../../store/read-marks.ts';
import type { TenantDb } from '../../store/store.ts';
import { historyFacts, readingOf } from '../../views/standing.ts';
import { type Answer, no, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';
import { loadReading } from '../load-reading.ts';
import { signalScope } from '../signal-scope.ts';
import { tellSignal } from '../tell-signal.ts';

type Input = CommandInput<'mark-read'>;

/** Notes how far the reader has read, tells the reader's other devices, and the other side where SIG lets it pass. */
export async function markRead(context: Context, actor: Actor, input: Input): Promise<Answer<object>> {
  // In the order of the seat's changes: who has been answered that they are invisible is heard of no more (SIG-9).
  return context.seatLocks.run(actor.seat, async () => {
    const reading = await context.store.read(actor.tenant, (db) => write(db, actor, input));
    if (reading === null) return no('not-found');
    const { conversation } = input;
    if (reading.moved) {
      const { interaction, seq, unread, scope } = reading.moved;
      context.delivery.deliverRead(actor.tenant, actor.seat, { conversation, interaction, seq, unread });
      if (scope)
        await tellSignal(context, actor.tenant, reading.conversation, () =>
          context.delivery.deliverReceipt(actor.tenant, scope, {
            conversation,
            interaction,
            seat: actor.seat,
            seq,
          }),
        );
    }
    return yes({});
  });
}

interface Reading {
  readonly conversation: ConversationRecord;
  readonly moved: {
    readonly interaction: number | null;
    readonly seq: number;
    readonly unread: number;
    /** null: nobody else may be told. */
    readonly scope: SignalScope | null;
  } | null;
}

/** Null where the reader has no such conversation. */
async function write(db: TenantDb, actor: Actor, input: Input): Promise<Reading | null> {
  const { conversation, tenant, reader } = await loadReading(db, actor, input.conversation);
  const standing = conversation && readingOf(tenant.facts, conversation, reader);
  if (!standing) return null;
  const window = decideHistory(historyFacts(tenant.facts, conversation, standing.relation, actor.kind));
  const { kind, interaction } = conversation;
  const numbering = numberingOf({ kind, relation: standing.relation, interaction });
  const isOver = input.interaction !== undefined && input.interaction !== numbering.interaction;
  const upTo = input.seq + numbering.seq;
  // What the reader does not see any more cannot be read any more, nor told to have been (HIST-5).
  if (!window.allowed || isOver || upTo < window.fromSeq) return { conversation, moved: null };
  const around = signalScope(
    tenant.facts,
    conversation,
    await loadSeats(db, conversation.members),
    actor.seat,
  );
  const receipt = { event: 'signal', signal: 'receipt', sender: actor.seat, ...around } as const;
  const scope = standing.relation === 'member' && decideAudience(receipt).length > 0 ? around : null;
  const receipts = receiptOptionOf(conversation.kind);
  const given = scope && { revision: tenant.revision, option: receipts };
  const reading = { reader: actor.seat, role: standing.relation, seq: upTo };
  const marked = await writeReadMark(db, conversation.id, reading, given);
  if (!marked) return { conversation, moved: null };
  const { self, peer, relation } = standing;
  const counts = decideUnread(relation, actor.kind);
  const states = await loadReadStates(db, actor.seat, [
    {
      conversation: conversation.id,
      fromSeq: window.fromSeq,
      toSeq: farthestSeq,
      counts,
      self,
      peer,
      receipts,
    },
  ]);
  const unread = states.get(conversation.id)?.unread ?? 0;
  const seq = marked.seq - numbering.seq;
  const told = { interaction: numbering.interaction, seq, unread };
  return { conversation, moved: { ...told, scope: marked.receipt ? scope : null } };
}
