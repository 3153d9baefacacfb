import type { ConversationId, SignInSurface } from '@tieline/protocol';
import { me, peer, seqsOf, textsOf } from '../cast.ts';
import { Company } from './company.ts';
import { memoryStorage } from '../memory-storage.ts';
import { Instance, type Written } from './instance.ts';
import type { NetworkOptions, Weather } from './network.ts';
import type { Step } from './steps.ts';
import { chanceOf, type VirtualTime } from './virtual-time.ts';

export interface WorldOptions {
  readonly seed: number;
  readonly surface: SignInSurface;
  readonly resumes: boolean;
  readonly tabs: 1 | 2;
  readonly drop: number;
  /** Messages in each chat at the beginning. */
  readonly history: number;
}

/** One person with one or two tabs, the company they talk to, and everything that happens to them. */
export class World {
  readonly company: Company;
  readonly tabs: Instance[] = [];
  readonly written: Written[] = [];
  readonly #all: Instance[] = [];
  readonly #time: VirtualTime;
  readonly #weather: Weather;
  readonly #network: NetworkOptions;
  readonly #storage = memoryStorage();
  #count = 0;

  constructor(time: VirtualTime, { seed, surface, resumes, tabs, drop, history }: WorldOptions) {
    this.#time = time;
    this.company = new Company(surface, seed % 2 === 0 ? 30 : 5);
    this.#weather = { isUp: true, slow: 60, drop, twice: 0.1 };
    this.#network = { company: this.company, weather: this.#weather, chance: chanceOf(seed), resumes };
    for (let count = 0; count < 3 * history; count += 1) {
      this.company.write(this.#chat(count % 3), count % 2 === 0 ? peer : me, `before ${count}`);
    }
    for (let count = 0; count < tabs; count += 1) this.tabs.push(this.#start());
  }

  /** Everybody is there, and has the chats open that they talk in. */
  async begin(): Promise<void> {
    await this.#time.advance(1_000);
    for (const tab of this.tabs) for (const { id } of this.company.chats.slice(0, 2)) tab.open(id);
    await this.#time.advance(1_000);
  }

  async go(step: Step): Promise<void> {
    this.#do(step);
    await this.#time.advance(step.do === 'wait' ? step.time : Math.floor(this.#network.chance() * 20));
  }

  #do(step: Step): void {
    const { company } = this;
    switch (step.do) {
      case 'send':
        return this.#send(this.#tab(step.tab), this.#chat(step.place).id);
      case 'hear':
        for (let count = 0; count < step.count; count += 1) {
          company.write(this.#chat(step.place), peer, `theirs ${++this.#count}`);
        }
        return;
      case 'alter':
        return company.alter(this.#chat(step.place), step.back, step.how);
      case 'cut':
        return this.#tab(step.tab).network.cut();
      case 'open':
        return this.#tab(step.tab).open(this.#chat(step.place).id);
      case 'mark':
        return this.#tab(step.tab).network.mark();
      case 'end':
        return company.end(this.#chat(step.place));
      case 'restart':
        return this.#restart(step.tab, step.tidily);
      case 'mishap':
        return void this.#tab(step.tab).network.mishaps.push(step.mishap);
      case 'older':
        return void this.#tab(step.tab)
          .client.loadOlder(this.#chat(step.place).id)
          .catch(() => undefined);
      case 'read':
        return this.#read(this.#tab(step.tab), this.#chat(step.place).id);
      case 'readElsewhere': {
        const chat = this.#chat(step.place);
        return company.read(chat, chat.messages.length - chat.numbering.seq);
      }
      case 'change':
        return company.change(step.stopped === null ? null : this.#chat(step.stopped).id);
      case 'rename':
        return company.rename(this.#chat(step.place));
      case 'forget':
        company.oldest = company.place + 1;
        return;
      case 'verdict':
        company.verdict = step.reason;
        return;
      case 'deaf':
        return void this.#tab(step.tab).network.resumeErrors.push(step.code);
      case 'network':
        this.#weather.isUp = step.isUp;
        if (!step.isUp) for (const { network } of this.tabs) network.cut();
        return;
      case 'answer':
        return this.#answer(this.#tab(step.tab), step.discards);
      case 'wait':
    }
  }

  /** Nothing goes wrong any more, and everything that is on its way arrives. */
  async calm(): Promise<void> {
    Object.assign(this.#weather, { isUp: true, slow: 10, drop: 0, twice: 0 });
    await this.#time.advance(60_000);
    // A hint that was lost is made up for by the next resume.
    for (const { network } of this.tabs) if (network.hasLost) network.cut();
    await this.#time.advance(30_000);
    // What is open already has to have kept up by itself.
    for (const tab of this.tabs) {
      const { timelines } = tab.client.getState();
      for (const { id } of this.company.chats) if (!timelines.has(id)) tab.open(id);
    }
    await this.#time.advance(5_000);
  }

  /** A client that starts now, and what it knows. */
  async fresh(): Promise<Instance> {
    const fresh = new Instance(this.#network, memoryStorage());
    this.#all.push(fresh);
    await this.#time.advance(1_000);
    for (const { id } of this.company.chats) fresh.open(id);
    await this.#time.advance(1_000);
    return fresh;
  }

  end(): void {
    for (const each of this.#all) each.end(false);
  }

  /**
   * Who has to keep an order among each other: one instance; and where there is one tab only, all that followed on
   * each other in it, because each takes over what the one before has left.
   */
  get lines(): (readonly Instance[])[] {
    return this.tabs.length === 1 ? [this.#all] : this.#all.map((each) => [each]);
  }

  /** How many messages the storage still keeps. */
  get kept(): number {
    return this.#storage.keys().filter((key) => key.startsWith('tieline.queue.')).length;
  }

  get unsound(): string[] {
    return this.#all.flatMap(({ unsound }) => unsound);
  }

  /** Places of what `by` wrote in a chat, in the order of writing; what was turned away has lost its place. */
  placesOf(by: readonly Instance[], chat: ConversationId): number[] {
    const stored = this.company.chat(chat).messages.filter(({ from }) => from.seat === me);
    const seqByText = new Map(textsOf(stored).map((text, index) => [text, seqsOf(stored)[index] ?? 0]));
    return by
      .flatMap(({ written }) => written)
      .filter((one) => one.chat === chat && !one.isTurnedAway)
      .flatMap(({ text }) => seqByText.get(text) ?? []);
  }

  #start(): Instance {
    const started = new Instance(this.#network, this.#storage);
    this.#all.push(started);
    return started;
  }

  #tab(number: number): Instance {
    const tab = this.tabs[number % this.tabs.length];
    if (tab === undefined) throw new Error('no tab');
    return tab;
  }

  #chat(number: number) {
    const chat = this.company.chats[number];
    if (chat === undefined) throw new Error(`no chat ${number}`);
    return chat;
  }

  #send(tab: Instance, chat: ConversationId): void {
    if (this.company.chat(chat).kind === 'archive') return;
    // Somebody writes where they look.
    if (!tab.client.getState().timelines.has(chat)) tab.open(chat);
    const written = tab.send(chat, `mine ${++this.#count}`);
    if (written !== null) this.written.push(written);
  }

  #read(tab: Instance, chat: ConversationId): void {
    const last = tab.client.getState().timelines.get(chat)?.messages.at(-1)?.seq;
    if (last !== undefined) tab.client.markRead(chat, last);
  }

  #restart(number: number, tidily: boolean): void {
    const tab = this.#tab(number);
    tab.end(tidily);
    this.tabs.splice(this.tabs.indexOf(tab), 1, this.#start());
  }

  #answer(tab: Instance, discards: boolean): void {
    for (const [chat, { pending }] of tab.client.getState().timelines) {
      for (const { clientId, state, body } of pending) {
        if (state !== 'refused' && state !== 'failed') continue;
        const text = body.kind === 'plain' ? body.text : '';
        for (const one of this.written.filter((each) => each.text === text)) {
          one.isTurnedAway = true;
          if (discards) one.isDiscarded = true;
        }
        if (discards) tab.client.discard(chat, clientId);
        else tab.client.retry(chat, clientId);
      }
    }
  }
}
