/** What the tabs of one browser talk by. */
export interface TabChannel {
  readonly tell: (word: string) => void;
  readonly close: () => void;
}

interface TabAlertsOptions {
  /** The same for all tabs of one person in one browser and app, and for no others. */
  readonly name: string;
  /** Undefined where the page has none: browsers give them to pages of https alone. */
  readonly locks: Pick<LockManager, 'request' | 'query'> | undefined;
  readonly openChannel: (hear: (word: unknown) => void) => TabChannel;
  readonly wait: (ms: number) => Promise<void>;
}

/** For so long the tabs may differ in when they hear of the same message, before the word of another tab has reached them. */
const claimMs = 10_000;
/** Without locks: each tab waits for the word of another, one longer than the other. */
const [shortestMs, spreadMs] = [100, 400];
const memoryLimit = 500;

const seenKey = (chat: string, message: string) => `seen ${chat} ${message}`;

/**
 * Each tab hears of each message by itself. The tabs agree here on who sounds and who shows a notice: for each message one,
 * and none while one of them shows the chat to somebody who looks.
 *
 * Whoever holds the lock of a message does it, whoever holds the lock of a chat shows it: a tab that is closed or crashes
 * lets go of its locks, so there is nobody who could be missed. The channel tells those who hear of the message later.
 */
export class TabAlerts {
  readonly #options: TabAlertsOptions;
  readonly #done = new Set<string>();
  #channel: TabChannel | null = null;
  #reading: { readonly chat: string; readonly end: () => void } | null = null;

  constructor(options: TabAlertsOptions) {
    this.#options = options;
  }

  /** Hears of the others from now on, until what it returns is called. */
  join(): () => void {
    const channel = this.#options.openChannel((word) => {
      if (typeof word === 'string') this.#remember(word);
    });
    this.#channel = channel;
    return () => {
      this.read(null);
      channel.close();
      this.#channel = null;
    };
  }

  /** Tells which chat somebody reads in this tab now; null: none. */
  read(chat: string | null): void {
    if (this.#reading?.chat === chat) return;
    this.#reading?.end();
    this.#reading = null;
    const { locks } = this.#options;
    if (chat === null) return;
    let end = () => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    this.#reading = { chat, end };
    // Shared, as two windows may show the same chat.
    void locks?.request(this.#readLock(chat), { mode: 'shared' }, () => ended);
  }

  /** Somebody sees the message here: no tab is to tell of it, however late it hears of it. `message`: the same in each tab. */
  see(chat: string, message: string): void {
    this.#markDone(seenKey(chat, message));
  }

  /** Whether this tab, of all, is the one to do it. `act`: such as 'sound'. */
  async claim(act: string, chat: string, message: string): Promise<boolean> {
    const key = `${act} ${chat} ${message}`;
    const { locks, wait } = this.#options;
    if (!locks) await wait(shortestMs + Math.random() * spreadMs);
    if (this.#done.has(key) || this.#done.has(seenKey(chat, message))) return false;
    if (this.#reading?.chat === chat || (await this.#isRead(chat))) return false;
    if (locks) return this.#lock(locks, key);
    this.#markDone(key);
    return true;
  }

  #readLock(chat: string): string {
    return `${this.#options.name} reads ${chat}`;
  }

  async #isRead(chat: string): Promise<boolean> {
    const held = (await this.#options.locks?.query())?.held ?? [];
    return held.some(({ name }) => name === this.#readLock(chat));
  }

  #lock(locks: Pick<LockManager, 'request'>, key: string): Promise<boolean> {
    const { name, wait } = this.#options;
    return new Promise((resolve, reject) => {
      const claim = async (lock: Lock | null) => {
        const isFirst = lock !== null && !this.#done.has(key);
        if (isFirst) this.#markDone(key);
        resolve(isFirst);
        if (isFirst) await wait(claimMs);
      };
      locks.request(`${name} ${key}`, { ifAvailable: true }, claim).catch(reject);
    });
  }

  #markDone(key: string): void {
    this.#remember(key);
    this.#channel?.tell(key);
  }

  #remember(key: string): void {
    this.#done.add(key);
    const [oldest] = this.#done;
    if (this.#done.size > memoryLimit && oldest !== undefined) this.#done.delete(oldest);
  }
}
