import type { ConversationId, ReplyFrame, SeatId } from '@tieline/protocol';
import type { CompanyName } from '../access.ts';
import { newUtterance, sayWhenThere, viaSocket } from '../clients/say.ts';
import type { RawClient } from '../clients/raw-client.ts';
import { markOf } from '../journal.ts';
import type { Stage } from '../stage.ts';
import type { Inject } from './fault.ts';

const form = { bytes: 60, rich: false, means: 'socket' } as const;

/**
 * Row 10. The client id of a stored message is used again: by the same sender with another text and in another
 * conversation, which is refused (DEL-6); by another seat and in another company, where it is a message of its own.
 * No answer may show anything of the first message to anybody else.
 */
export const reuseClientId: Inject = async (stage, { number }) => {
  const company: CompanyName = number % 2 === 0 ? 'north' : 'south';
  const elsewhere: CompanyName = company === 'north' ? 'south' : 'north';
  const tess = stage.raw(company, 'tess', 'office');
  const uma = stage.raw(company, 'uma', 'office');
  const stranger = stage.raw(elsewhere, 'tess', 'office');
  const together = await stage.conversation(tess.device, uma.device.seat);
  const other = await stage.conversation(tess.device, seat(stage, company, 'oscar'));
  const foreign = await stage.conversation(stranger.device, seat(stage, elsewhere, 'uma'));

  const first = newUtterance(stage.journal, tess.device, together, form);
  const stored = await sayWhenThere(first, viaSocket(tess), stage.isGivenUp);
  if (stored === null || !('ok' in stored)) return;
  const clientId = first.sent.clientId ?? '';
  const again = async (raw: RawClient, conversation: ConversationId): Promise<ReplyFrame | null> => {
    const utterance = newUtterance(stage.journal, raw.device, conversation, form, clientId);
    return sayWhenThere(utterance, viaSocket(raw), stage.isGivenUp);
  };
  expectRefused(stage, await again(tess, together));
  expectRefused(stage, await again(tess, other));
  for (const [raw, conversation] of [
    [uma, together],
    [stranger, foreign],
  ] as const) {
    const reply = await again(raw, conversation);
    if (reply !== null && !('ok' in reply))
      stage.journal.find('refused without reason', `another's client id: ${JSON.stringify(reply)}`);
    // What identifies the first message: its own place, and its conversation where the other one is not in it.
    const secrets = [JSON.stringify((stored.ok as { id: string }).id), markOf(first.sent.number)];
    if (raw === stranger) secrets.push(together, tess.device.seat);
    expectSilence(stage, reply, secrets);
  }
};

const seat = (stage: Stage, company: CompanyName, name: string): SeatId =>
  stage.access.seatOf(company, name, 'office');

function expectRefused(stage: Stage, reply: ReplyFrame | null): void {
  if (reply === null) return;
  const refusal = 'error' in reply ? reply.error.refusal : undefined;
  if (refusal?.code !== 'client-id-reused')
    stage.journal.find('answers differ', `a reused id was answered with ${JSON.stringify(reply)}`);
}

function expectSilence(stage: Stage, reply: ReplyFrame | null, secrets: readonly string[]): void {
  const told = JSON.stringify(reply);
  const leaked = secrets.filter((secret) => told.includes(secret));
  if (leaked.length > 0) stage.journal.find('wrong eyes', `an answer shows ${leaked.join(', ')}: ${told}`);
}
