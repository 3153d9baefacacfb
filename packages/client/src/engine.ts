import type { ServerEvent } from '@tieline/protocol';
import { inBackground, ownFault, WireFault } from './connection/fault.ts';
import { ownSentences } from './connection/wire.ts';
import { Parts } from './parts.ts';
import { MessageDispatcher } from './receive/message-dispatcher.ts';
import type { Timing } from './timing.ts';
import type { ClientOptions, Connection, Receiver } from './types.ts';

/** What this device knows of the person in front of it (PRES-7). */
export interface Attention {
  /** Called for each line, as its address says so. */
  readonly isIdle: () => boolean;
  /** Called after each welcome, to report what has changed since the line was asked for. */
  readonly onOnline: () => void;
}

/** Leads the parts of a client through the life of its line and of its session. */
export class Engine {
  readonly parts: Parts;
  readonly #options: ClientOptions;
  readonly #timing: Timing;
  readonly #attention: Attention;
  readonly #dispatchers = new Set<MessageDispatcher>();
  #connectionState: Connection;
  /** Resolves when a log-out is shown. */
  #loggedOut: Promise<void> = Promise.resolve();

  constructor(options: ClientOptions, timing: Timing, attention: Attention) {
    this.#options = options;
    this.#timing = timing;
    this.#attention = attention;
    this.parts = new Parts(options, timing, {
      isIdle: attention.isIdle,
      onEvent: (event) => this.#hear(event),
      onState: (state) => this.#enter(state),
    });
    this.#connectionState = this.parts.store.get().connection;
  }

  /** Hands out what waits and what comes, until the client is closed; returns the way to stop earlier. */
  receive(receiver: Receiver): () => void {
    const { store, inbox, outbox, rest, submitReadMark } = this.parts;
    const timing = this.#timing;
    const options = { store, inbox, outbox, rest, timing, markRead: submitReadMark };
    const dispatcher = new MessageDispatcher(options, receiver);
    this.#dispatchers.add(dispatcher);
    return () => {
      this.#dispatchers.delete(dispatcher);
      dispatcher.stop();
    };
  }

  /** The person has logged out. Resolves when nothing of theirs is left, and the log-out is shown. */
  async leave(): Promise<void> {
    this.parts.connection.signOut('logged-out');
    await this.#loggedOut;
    // A session that was over before this log-out has not deleted what was attached.
    await this.parts.uploading.end();
  }

  close(): void {
    for (const dispatcher of this.#dispatchers) dispatcher.stop();
    this.#dispatchers.clear();
    this.parts.connection.close();
    this.#stopLoading();
    this.parts.queue.leave();
    this.parts.uploading.forget();
    this.parts.typingEnds.clear();
  }

  #hear(event: ServerEvent) {
    const { self } = this.parts.store.get();
    // Another person signed in under the same cookie: nothing that waits here may go out in their name.
    if (event.on === 'welcome' && self !== null && self.seat !== event.self.seat) this.#forgetAll();
    this.parts.inbox.hear(event);
    // An older server sends no token with its welcome.
    if ((event.on === 'mark' || event.on === 'welcome') && event.token)
      this.parts.catchUp.offerToken(event.token);
    if (event.on === 'company-changed') this.parts.company.hear();
    if (event.on === 'roster-changed') this.parts.company.hearOthers(event.conversations);
    if (event.on !== 'welcome') return;
    // Only the welcome says whose messages of an earlier run may be sent.
    this.parts.queue.begin(event.self.seat);
    this.parts.uploading.begin(event.self.seat);
  }

  #enter(next: Connection) {
    const before = this.#connectionState.state;
    this.#connectionState = next;
    const isLogOut = next.state === 'signed-out' && next.reason === 'logged-out';
    if (!isLogOut) this.#show(next);
    if (next.state === 'online') this.#resume();
    else if (before === 'online') this.#suspend();
    if (next.state === 'signed-out') this.#endSession(next.reason);
    else if (before === 'signed-out') this.parts.lineRest.shut();
    // Shown last: listeners leave the page, which would abort the deletion.
    if (isLogOut) inBackground((this.#loggedOut = this.#deleteUploads(next)));
  }

  async #deleteUploads(next: Connection): Promise<void> {
    await this.parts.uploading.end();
    this.#show(next);
  }

  #show(next: Connection) {
    const { store } = this.parts;
    if (this.#connectionState === next) store.set({ ...store.get(), connection: next });
  }

  #resume() {
    this.parts.lineRest.open();
    this.parts.outbox.resume();
    this.parts.uploading.resume();
    this.parts.presence.renew();
    this.parts.reads.resume();
    this.#attention.onOnline();
    this.parts.catchUp.begin();
  }

  #suspend() {
    this.parts.lineRest.shut();
    this.parts.outbox.suspend();
    this.parts.uploading.suspend();
    this.parts.presence.suspend();
    this.parts.reads.suspend();
    this.parts.catchUp.suspend();
    this.parts.company.suspend();
  }

  #endSession(reason: string) {
    this.parts.lineRest.fail(new WireFault(ownFault('not-signed-in')));
    this.#stopLoading();
    // A log-out deletes what waits; after a session that ran out it is sent with the next log-in.
    const isFinal = reason === 'logged-out' || this.#options.storage === undefined;
    if (isFinal) this.parts.queue.deleteAll();
    this.parts.outbox[isFinal ? 'stop' : 'suspend'](ownSentences['not-signed-in']);
    this.parts.queue.leave();
    this.parts.typingEnds.clear();
  }

  /** Drops the token of the resume as well: it covers data whose load is aborted here. */
  #stopLoading() {
    this.parts.conversations.stop();
    this.parts.catchUp.forget();
  }

  #forgetAll() {
    this.#stopLoading();
    this.parts.outbox.clear();
    this.parts.queue.forget();
    this.parts.uploading.forget();
    this.parts.reads.clear();
    this.parts.inbox.clear();
    this.parts.typingEnds.clear();
  }
}
