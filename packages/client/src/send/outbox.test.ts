import type { ClientId, MessageBody, Stored } from '@tieline/protocol';
import { wireError } from '@tieline/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { bodyText } from '../../test/body-text.ts';
import { conversationOf, me, messageView } from '../../test/cast.ts';
import { fastTiming } from '../../test/fast-timing.ts';
import { storedAs } from '../../test/fake-server.ts';
import { expectEventually } from '../../test/expect-eventually.ts';
import { clientIdAgain, clientIdOfReply, isReplyId, newClientId } from './client-id.ts';
import { LineLost, WireFault } from '../connection/fault.ts';
import { PersistentQueue } from './persistent-queue.ts';
import { Outbox } from './outbox.ts';
import { interactionOver } from '../connection/wire.ts';

interface Call {
  readonly clientId: ClientId;
  readonly text: string;
  readonly interaction: number | null;
  readonly store: (seq?: number) => void;
  readonly fail: (fault: unknown) => void;
}

const chat = conversationOf(1);
const other = conversationOf(2);
let calls: Call[];
let outbox: Outbox;
/** Number of the interaction that runs. */
let running: number | null;

beforeEach(() => {
  calls = [];
  running = null;
  outbox = new Outbox({
    timing: fastTiming,
    queue: new PersistentQueue({ storage: undefined, timing: fastTiming, onRestore: () => {} }),
    submit: (conversation, { clientId, body, interaction }) =>
      new Promise<Stored>((resolve, reject) => {
        const store = (seq = calls.length) =>
          resolve(storedAs(conversation, messageView(conversation, seq), clientId));
        calls.push({ clientId, text: bodyText(body), interaction, store, fail: reject });
      }),
    onChange: () => {},
    interactionIn: () => running,
    onStored: () => {},
  });
});

/** What is stored of a message that was sent, as its sender sees it. */
const ownMessage = (place: number, seq: number) =>
  messageView(chat, seq, me, call(place).text, call(place).clientId);
const plain = (text: string): MessageBody => ({ kind: 'plain', text });
const states = (conversation = chat) => outbox.pendingIn(conversation).map(({ state }) => state);
const sent = (count: number) => expectEventually(() => calls.length === count, `${count} sends`);
const refusal = { rule: 'START-5', code: 'no-shared-group', sentence: 'No shared group.' } as const;
const refused = () => new WireFault(wireError('refused', { refusal }));
const reused = () => {
  const again = { rule: 'DEL-6', code: 'client-id-reused', sentence: 'A different message.' } as const;
  return new WireFault(wireError('refused', { refusal: again }));
};
/** Of the first answer to a message. */
const replyId = clientIdOfReply(chat, messageView(chat, 7), 1);

function call(place: number): Call {
  const found = calls.at(place);
  if (found === undefined) throw new Error(`no call ${place}`);
  return found;
}

describe('order', () => {
  it('[DEL-7] sends one message of a conversation at a time, in the order of writing', async () => {
    outbox.resume();
    const outcomes = ['a', 'b', 'c'].map((text) => outbox.add(chat, plain(text)));
    expect(states()).toEqual(['sending', 'queued', 'queued']);
    for (const place of [0, 1, 2]) {
      await sent(place + 1);
      call(place).store(place + 1);
    }
    expect(await Promise.all(outcomes)).toEqual(['stored', 'stored', 'stored']);
    expect(calls.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
  });

  it('does not let one conversation wait for another', async () => {
    outbox.resume();
    void outbox.add(chat, plain('a'));
    void outbox.add(other, plain('b'));
    await sent(2);
    expect([states(chat), states(other)]).toEqual([['sending'], ['sending']]);
  });
});

describe('an interaction', () => {
  it('[HIST-5] is named by what was written in it, also when it is over before the line is back', async () => {
    running = 3;
    void outbox.add(chat, plain('a'));
    running = null;
    void outbox.add(chat, plain('b'));
    outbox.resume();
    await sent(1);
    call(0).store();
    await sent(2);
    expect(calls.map(({ interaction }) => interaction)).toEqual([3, null]);
  });

  it('[HIST-5] is the one that runs now, for who tries a refused message again', async () => {
    outbox.resume();
    running = 3;
    void outbox.add(chat, plain('a'));
    await sent(1);
    call(0).fail(new WireFault(wireError('refused', { refusal: interactionOver })));
    await expectEventually(() => states()[0] === 'refused', 'it is refused');
    running = 4;
    outbox.retry(chat, call(0).clientId);
    await sent(2);
    expect(calls.map(({ clientId, interaction }) => [clientId, interaction])).toEqual([
      [call(0).clientId, 3],
      [call(0).clientId, 4],
    ]);
  });
});

describe('a lost line', () => {
  it('keeps what is written while there is no line', async () => {
    const outcome = outbox.add(chat, plain('a'));
    expect([states(), calls.length]).toEqual([['queued'], 0]);
    outbox.resume();
    await sent(1);
    call(0).store();
    expect(await outcome).toBe('stored');
  });

  it('[DEL-6] sends again with the same client id, before what was written later', async () => {
    outbox.resume();
    const first = outbox.add(chat, plain('a'));
    const second = outbox.add(chat, plain('b'));
    outbox.suspend();
    call(0).fail(new LineLost());
    await expectEventually(() => states()[0] === 'queued', 'the first waits again');
    outbox.resume();
    await sent(2);
    expect(call(1)).toMatchObject({ clientId: call(0).clientId, text: 'a' });
    call(1).store(1);
    await sent(3);
    expect(call(2).clientId).not.toBe(call(0).clientId);
    call(2).store(2);
    expect(await Promise.all([first, second])).toEqual(['stored', 'stored']);
  });

  it('[DEL-6] sends again when an answer fails to come on a line that lives', async () => {
    outbox.resume();
    void outbox.add(chat, plain('a'));
    call(0).fail(new LineLost());
    await sent(2);
    expect(call(1).clientId).toBe(call(0).clientId);
  });

  it('[DEL-6] knows a message again that came back before its answer', async () => {
    outbox.resume();
    const outcome = outbox.add(chat, plain('a'));
    const next = outbox.add(chat, plain('b'));
    outbox.confirm({ conversation: chat, interaction: null }, [ownMessage(0, 4)]);
    expect(await outcome).toBe('stored');
    expect(outbox.pendingIn(chat)).toMatchObject([{ storedSeq: 4 }, { state: 'queued' }]);
    call(0).store(4);
    await sent(2);
    call(1).store(5);
    expect(await next).toBe('stored');
  });

  it.each([
    ['a lost line', () => new LineLost()],
    ['an error', () => new WireFault(wireError('unavailable'))],
    ['a refusal', refused],
  ])('[DEL-6] takes a message that came back for stored, though its answer is %s', async (_, fault) => {
    outbox.resume();
    void outbox.add(chat, plain('a'));
    const next = outbox.add(chat, plain('b'));
    outbox.confirm({ conversation: chat, interaction: null }, [ownMessage(0, 4)]);
    call(0).fail(fault());
    await sent(2);
    expect(call(1).text).toBe('b');
    expect(outbox.pendingIn(chat)[0]).toMatchObject({ state: 'sending', storedSeq: 4, problem: null });
    call(1).store(5);
    expect(await next).toBe('stored');
  });

  it('[DEL-6] sends no message again that came back while there was no line', async () => {
    outbox.resume();
    const outcome = outbox.add(chat, plain('a'));
    outbox.suspend();
    call(0).fail(new LineLost());
    await expectEventually(() => states()[0] === 'queued', 'it waits');
    outbox.confirm({ conversation: chat, interaction: null }, [ownMessage(0, 4)]);
    expect(await outcome).toBe('stored');
    const next = outbox.add(chat, plain('b'));
    outbox.resume();
    await sent(2);
    expect(call(1).text).toBe('b');
    call(1).store(5);
    expect(await next).toBe('stored');
  });

  it('[DEL-6] takes the message of somebody else, or of another device, for none of its own', () => {
    outbox.resume();
    void outbox.add(chat, plain('a'));
    outbox.confirm({ conversation: chat, interaction: null }, [
      messageView(chat, 1),
      messageView(chat, 2, me, 'a', 'another' as ClientId),
    ]);
    expect(outbox.pendingIn(chat)).toMatchObject([{ storedSeq: null }]);
  });
});

describe('answers', () => {
  it('[DEL-5] a refusal is final, says why, and holds nothing up', async () => {
    outbox.resume();
    const first = outbox.add(chat, plain('a'));
    const second = outbox.add(chat, plain('b'));
    call(0).fail(refused());
    expect(await first).toBe('refused');
    await sent(2);
    call(1).store();
    expect(await second).toBe('stored');
    expect(outbox.pendingIn(chat)[0]).toMatchObject({ state: 'refused', refusal, problem: refusal.sentence });
    expect(calls.filter(({ text }) => text === 'a')).toHaveLength(1);
  });

  it('[DEL-5, DEL-6] an error that may be retried is, with the same client id', async () => {
    outbox.resume();
    const outcome = outbox.add(chat, plain('a'));
    call(0).fail(new WireFault(wireError('unavailable')));
    await sent(2);
    expect(call(1).clientId).toBe(call(0).clientId);
    call(1).store();
    expect(await outcome).toBe('stored');
  });

  it('[DEL-5] asks again for as long as it takes, and shows meanwhile why it waits', async () => {
    outbox.resume();
    const outcome = outbox.add(chat, plain('a'));
    for (let count = 1; count <= 30; count += 1) {
      await sent(count);
      const code = count % 2 === 0 ? 'internal' : 'too-many-requests';
      call(count - 1).fail(new WireFault(wireError(code)));
    }
    await sent(31);
    expect(outbox.pendingIn(chat)).toMatchObject([{ problem: 'Something went wrong on the server.' }]);
    expect(new Set(calls.map(({ clientId }) => clientId)).size).toBe(1);
    call(30).store();
    expect(await outcome).toBe('stored');
  });

  it('sends once more, with the same client id, what the person wants to try again', async () => {
    outbox.resume();
    expect(outbox.add(chat, plain('a'))).toBeInstanceOf(Promise);
    call(0).fail(refused());
    await expectEventually(() => states()[0] === 'refused', 'it is refused');
    outbox.retry(chat, call(0).clientId);
    await sent(2);
    expect(call(1).clientId).toBe(call(0).clientId);
  });

  it('fails at once where asking again makes no sense', async () => {
    outbox.resume();
    const outcome = outbox.add(chat, plain(''));
    call(0).fail(new WireFault(wireError('text-empty')));
    expect(await outcome).toBe('failed');
    expect(calls).toHaveLength(1);
  });

  it('keeps a stored message until it is let go of', async () => {
    outbox.resume();
    const outcome = outbox.add(chat, plain('a'));
    call(0).store(7);
    expect(await outcome).toBe('stored');
    expect(outbox.pendingIn(chat)).toMatchObject([{ state: 'sending', storedSeq: 7 }]);
    outbox.release(chat, ({ storedSeq }) => storedSeq === 7);
    expect(outbox.pendingIn(chat)).toEqual([]);
  });
});

describe('giving up', () => {
  it('discards what waits, but not what is on its way', async () => {
    outbox.resume();
    void outbox.add(chat, plain('a'));
    const second = outbox.add(chat, plain('b'));
    for (const { clientId } of outbox.pendingIn(chat)) outbox.discard(chat, clientId);
    expect(outbox.pendingIn(chat).map(({ body }) => bodyText(body))).toEqual(['a']);
    expect(await second).toBe('failed');
  });

  it('[HIST-5] refuses what waits when the interaction ends; what is on its way gets its answer', async () => {
    outbox.resume();
    const first = outbox.add(chat, plain('a'));
    const second = outbox.add(chat, plain('b'));
    outbox.refuse(chat, interactionOver);
    expect(await second).toBe('refused');
    expect(states()).toEqual(['sending', 'refused']);
    call(0).store();
    expect(await first).toBe('stored');
    expect(calls).toHaveLength(1);
  });

  it('[HIST-5] does not send again into the next interaction what left before the end', async () => {
    outbox.resume();
    const outcome = outbox.add(chat, plain('a'));
    outbox.suspend();
    call(0).fail(new LineLost());
    await expectEventually(() => states()[0] === 'queued', 'it waits');
    outbox.refuse(chat, interactionOver);
    outbox.resume();
    expect(await outcome).toBe('refused');
    expect(calls).toHaveLength(1);
  });

  it('fails everything at the end of the session, and what is written after it', async () => {
    outbox.resume();
    const outcomes = [outbox.add(chat, plain('a')), outbox.add(chat, plain('b'))];
    outbox.stop('Please log in.');
    call(0).fail(new LineLost());
    outcomes.push(outbox.add(chat, plain('c')));
    expect(await Promise.all(outcomes)).toEqual(['failed', 'failed', 'failed']);
    expect(states()).toEqual(['failed', 'failed', 'failed']);
  });

  it('keeps nothing when somebody else takes over', async () => {
    const outcome = outbox.add(chat, plain('a'));
    outbox.clear();
    expect(await outcome).toBe('failed');
    expect(outbox.pendingIn(chat)).toEqual([]);
    outbox.resume();
    expect(calls).toHaveLength(0);
  });
});

describe('an answer to a message', () => {
  it('[HIST-5] names the interaction that was answered in, whatever runs when it is given', async () => {
    running = 2;
    outbox.resume();
    void outbox.addReply(chat, plain('an answer'), { clientId: replyId, interaction: 1 });
    await sent(1);
    expect(call(0)).toMatchObject({ clientId: replyId, interaction: 1 });
  });

  it('[DEL-6] is added once, and is stored where it was given in other words before', async () => {
    outbox.resume();
    const reply = { clientId: replyId, interaction: null };
    const told = outbox.addReply(chat, plain('ten past nine'), reply);
    await sent(1);
    const again = outbox.addReply(chat, plain('ten past nine'), reply);
    call(0).fail(reused());
    expect(await Promise.all([told, again])).toEqual(['stored', 'stored']);
    expect(calls.length).toBe(1);
    expect(states()).toEqual([]);
  });

  it('[DEL-6] is refused where a rule says no, and so is another message whose id was taken', async () => {
    outbox.resume();
    const told = outbox.addReply(chat, plain('an answer'), { clientId: replyId, interaction: null });
    await sent(1);
    call(0).fail(refused());
    expect(await told).toBe('refused');
    const second = outbox.add(chat, plain('not an answer'));
    await sent(2);
    call(1).fail(reused());
    expect(await second).toBe('refused');
    // Nor is one an answer that a person sends once more.
    const again = clientIdAgain(chat, messageView(chat, 8));
    expect([replyId, again, newClientId()].map(isReplyId)).toEqual([true, false, false]);
  });
});
