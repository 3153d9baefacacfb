import type { CommandResult, MessageView, ReplyFrame, ServerEvent, Stored } from '@tieline/protocol';
import { type ClientOptions, WebSocket } from 'ws';
import { now } from '../ground/patience.ts';
import { type Hearing, type Heard, type Journal, type Listener, numberIn, type Sent } from '../journal.ts';

interface SendFrame {
  readonly id: number;
  readonly do: string;
  readonly with: { readonly clientId?: string; readonly body?: { text?: string; html?: string } };
}

type Frame = ReplyFrame | ServerEvent;

/** Writes down what one socket says and hears, whoever uses it. */
export interface Tap {
  says(data: string): void;
  hears(data: string): Frame;
}

export const textOf = (message: MessageView): string =>
  message.surface === 'office' ? message.text : message.html;

export function createTap(journal: Journal, hearing: Hearing): Tap {
  const waiting = new Map<number, Sent>();

  function shown(
    { conversation, interaction }: Pick<Heard, 'conversation' | 'interaction'>,
    message: MessageView,
    by: Heard['by'],
  ): void {
    const { seq } = message;
    hearing.heard.push({ conversation, interaction, seq, number: numberIn(textOf(message)), at: now(), by });
  }

  function settle(frame: ReplyFrame): void {
    if ('ok' in frame && isResumed(frame.ok)) {
      for (const { conversation, page } of frame.ok.timelines)
        for (const message of page?.messages ?? [])
          shown({ conversation, interaction: page?.interaction ?? null }, message, 'resume');
    }
    const sent = frame.re === null ? undefined : waiting.get(frame.re);
    if (sent === undefined || frame.re === null) return;
    waiting.delete(frame.re);
    if ('ok' in frame) {
      const stored = frame.ok as unknown as Stored;
      shown(stored, stored.message, 'answer');
      journal.stored(sent, stored);
    } else journal.turnedDown(sent, frame.error);
  }

  return {
    says: (data) => {
      if (!data.includes('send-message')) return;
      const frame = JSON.parse(data) as SendFrame;
      const sent = journal.byNumber(numberIn(frame.with.body?.text ?? frame.with.body?.html ?? ''));
      if (frame.do !== 'send-message' || sent === undefined) return;
      sent.attempts += 1;
      sent.clientId ??= (frame.with.clientId ?? null) as Sent['clientId'];
      waiting.set(frame.id, sent);
    },
    hears: (data) => {
      const frame = JSON.parse(data) as Frame;
      if (hearing.endedAt !== null) hearing.afterEnd += 1;
      if (!('on' in frame)) settle(frame);
      else if (frame.on === 'message') shown(frame, frame.message, 'event');
      else if (frame.on === 'session-ended') hearing.endedAt = now();
      return frame;
    },
  };
}

function isResumed(ok: unknown): ok is CommandResult<'resume'> {
  return typeof ok === 'object' && ok !== null && 'timelines' in ok;
}

/** A constructor of sockets for one device, each of them tapped; `last` is the one that was made last. */
export function tappedSockets(journal: Journal, listener: Listener) {
  const made: WebSocket[] = [];
  class TappedSocket extends WebSocket {
    readonly #tap: Tap;

    constructor(url: string, protocols: string[], options?: ClientOptions) {
      super(url, protocols, { ...options, perMessageDeflate: false });
      made.splice(0, 1, this);
      const hearing = journal.listen(listener);
      this.#tap = createTap(journal, hearing);
      this.on('message', (data: Buffer) => void this.#tap.hears(data.toString()));
      this.on('close', (code) => {
        hearing.closeCode = code;
      });
    }

    override send(data: string): void {
      // A line that is not open yet, or not any more, takes nothing.
      if (this.readyState !== WebSocket.OPEN) return;
      this.#tap.says(data);
      super.send(data);
    }
  }
  return { Socket: TappedSocket, last: () => made[0] ?? null };
}
