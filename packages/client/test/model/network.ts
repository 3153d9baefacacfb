import type {
  CommandFrame,
  ConversationId,
  ErrorCode,
  ServerEvent,
  ServerFrame,
  WireError,
} from '@tieline/protocol';
import { wireError } from '@tieline/protocol';
import { interactionOver } from '../../src/connection/wire.ts';
import type { Socket } from '../../src/connection/web-socket.ts';
import { me } from '../cast.ts';
import type { Company, Told } from './company.ts';

/** How badly things go, each as a chance from 0 to 1; `slow` in milliseconds. */
export interface Weather {
  isUp: boolean;
  slow: number;
  drop: number;
  twice: number;
}

/** What the next send meets. `unsaid`: it is stored, and an error says that nobody knows. */
export type Mishap = 'unavailable' | 'unsaid' | 'too-many-requests';

export interface NetworkOptions {
  readonly company: Company;
  readonly weather: Weather;
  readonly chance: () => number;
  /** Whether this server knows `resume`. */
  readonly resumes: boolean;
}

const refusal = {
  rule: 'START-5',
  code: 'no-shared-group',
  sentence: 'You and this agent are not in the same agent group.',
} as const;

/** Everything between one client and the company: sockets, requests, and what goes wrong with them. */
export class Network {
  readonly mishaps: Mishap[] = [];
  /** Errors that the next resumes are answered with. */
  readonly resumeErrors: ErrorCode[] = [];
  readonly #options: NetworkOptions;
  #line: Line | null = null;
  #isGone = false;

  constructor(options: NetworkOptions) {
    this.#options = options;
    options.company.onTold.push((told) => this.#line?.carry(told));
  }

  get hasLost(): boolean {
    return this.#line?.hasLost ?? false;
  }

  /** The program is dead: nothing that it still tries comes to anything. */
  leave(): void {
    this.#isGone = true;
    this.cut();
  }

  cut(): void {
    this.#line?.cut();
    this.#line = null;
  }

  mark(): void {
    this.#line?.mark();
  }

  delay(): number {
    return Math.floor(this.#options.chance() * this.#options.weather.slow);
  }

  /** A constructor, as the client wants one. */
  socketMaker(): new () => Socket {
    const connect = (socket: Socket) => this.#connect(socket);
    return class implements Socket {
      onopen: Socket['onopen'] = null;
      onmessage: Socket['onmessage'] = null;
      onclose: Socket['onclose'] = null;
      onerror: Socket['onerror'] = null;
      readonly #line = connect(this);
      send(data: string) {
        this.#line.hear(data);
      }
      close() {
        this.#line.cut();
      }
    };
  }

  readonly fetch = (async (url: string, init: { method: string }) => {
    const { company, weather } = this.#options;
    await this.#pass();
    if (!weather.isUp || this.#isGone) throw new TypeError('fetch failed');
    const answer = answerTo(company, `${init.method} ${url.replace(/^.*\/api\/v1/, '')}`);
    await this.#pass();
    if (this.#isGone) return new Promise(() => undefined);
    const text = () => Promise.resolve(JSON.stringify(answer));
    return { ok: !('sentence' in answer), status: 200, text };
  }) as unknown as typeof globalThis.fetch;

  #pass(): Promise<void> {
    return new Promise((resolve) => void setTimeout(resolve, this.delay()));
  }

  #connect(socket: Socket): Line {
    const { company, weather, chance } = this.#options;
    const line = new Line(socket, this, company, weather, chance, (frame, by) => this.#obey(frame, by));
    setTimeout(() => {
      if (!weather.isUp || this.#isGone) return line.cut();
      this.#line = line;
      line.open();
    }, this.delay());
    return line;
  }

  #obey(frame: CommandFrame, by: Line): { ok: unknown } | { error: WireError } {
    const { company, resumes } = this.#options;
    if (frame.do === 'resume') {
      const error = resumes ? this.resumeErrors.shift() : 'unknown-command';
      return error === undefined
        ? { ok: company.resume((frame as CommandFrame<'resume'>).with) }
        : { error: wireError(error) };
    }
    if (frame.do === 'mark-read') {
      const { conversation, interaction, seq } = (frame as CommandFrame<'mark-read'>).with;
      company.read(company.chat(conversation), seq, interaction ?? null);
    }
    return frame.do === 'send-message' ? this.#store(frame as CommandFrame<'send-message'>, by) : { ok: {} };
  }

  #store({ with: { conversation, clientId, body, interaction } }: CommandFrame<'send-message'>, by: Line) {
    const { company } = this.#options;
    const chat = company.chat(conversation);
    const mishap = this.mishaps.shift();
    if (mishap === 'too-many-requests' || mishap === 'unavailable') return { error: wireError(mishap) };
    // The same id is the same answer, whatever is allowed by now (DEL-6).
    if (chat.isStopped && !chat.byClientId.has(clientId)) return { error: wireError('refused', { refusal }) };
    const isOver = interaction !== undefined && interaction !== chat.interaction?.number;
    if (isOver && !chat.byClientId.has(clientId))
      return { error: wireError('refused', { refusal: interactionOver }) };
    const stored = company.write(chat, me, body.kind === 'plain' ? body.text : '', clientId, by);
    return mishap === 'unsaid' ? { error: wireError('internal') } : { ok: stored };
  }
}

/** One socket, as the server has it. */
class Line {
  readonly #socket: Socket;
  readonly #network: Network;
  readonly #company: Company;
  readonly #weather: Weather;
  readonly #chance: () => number;
  readonly #obey: (frame: CommandFrame, by: Line) => { ok: unknown } | { error: WireError };
  /** Places of which something has not been sent so far, or never will be. */
  readonly #unsent = new Map<number, number>();
  readonly #lastAt = new Map<string, number>();
  #isOver = false;
  hasLost = false;

  constructor(
    socket: Socket,
    network: Network,
    company: Company,
    weather: Weather,
    chance: () => number,
    obey: (frame: CommandFrame, by: Line) => { ok: unknown } | { error: WireError },
  ) {
    this.#socket = socket;
    this.#network = network;
    this.#company = company;
    this.#weather = weather;
    this.#chance = chance;
    this.#obey = obey;
  }

  open(): void {
    this.#socket.onopen?.();
    this.#send({ on: 'welcome', protocol: 1, self: this.#company.self, idleAfterSeconds: 300, token: null });
  }

  cut(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    setTimeout(() => this.#socket.onclose?.({ code: 1006, reason: '' }), this.#network.delay());
  }

  hear(data: string): void {
    const frame = JSON.parse(data) as CommandFrame;
    setTimeout(() => {
      if (this.#isOver) return;
      const answer = this.#obey(frame, this);
      const { place } = this.#company;
      this.#count(place, 1);
      setTimeout(() => {
        this.#send({ re: frame.id, ...answer } as ServerFrame);
        this.#count(place, -1);
      }, this.#network.delay());
    }, this.#network.delay());
  }

  /** Events of one conversation keep their order; among each other, and with answers, they do not. */
  carry({ place, event, except }: Told): void {
    if (except === this) return;
    const isLost = this.#chance() < this.#weather.drop;
    this.#count(place, 1);
    this.hasLost ||= isLost;
    if (isLost) return;
    const subject = subjectOf(event);
    const at = Math.max(Date.now() + this.#network.delay(), this.#lastAt.get(subject) ?? 0);
    this.#lastAt.set(subject, at);
    setTimeout(() => {
      this.#send(event);
      this.#count(place, -1);
    }, at - Date.now());
    if (event.on === 'message' && this.#chance() < this.#weather.twice) {
      setTimeout(() => this.#send(event), at - Date.now() + this.#network.delay());
    }
  }

  #count(place: number, change: number): void {
    this.#unsent.set(place, (this.#unsent.get(place) ?? 0) + change);
  }

  /** The newest token of which everything that it covers was sent. */
  mark(): void {
    const missing = [...this.#unsent].filter(([, count]) => count > 0).map(([place]) => place);
    this.#send({
      on: 'mark',
      token: this.#company.tokenAt(Math.min(this.#company.place, ...missing.map((place) => place - 1))),
    });
  }

  #send(frame: ServerFrame): void {
    // Parsed anew, so that nothing is shared with the truth.
    if (!this.#isOver) this.#socket.onmessage?.({ data: JSON.stringify(frame) });
  }
}

function subjectOf(event: ServerEvent): string {
  if (event.on === 'conversation') return event.conversation.id;
  return 'conversation' in event ? event.conversation : event.on;
}

function answerTo(company: Company, asked: string): object {
  const url = new URL(asked.split(' ')[1] ?? '', 'http://model.test');
  const [, , id, part] = url.pathname.split('/');
  if (url.pathname === '/me') return company.self;
  if (id === undefined) {
    const list = url.searchParams.get('list') === 'archive' ? 'archive' : 'own';
    return { conversations: company.listed(list), next: null };
  }
  const chat = company.chat(id as ConversationId);
  if (part === undefined) return company.viewOf(chat);
  const query = Object.fromEntries([...url.searchParams].map(([key, value]) => [key, Number(value)]));
  return company.page(chat, query);
}
