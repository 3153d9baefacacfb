import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  ClientId,
  CommandFrame,
  CommandInput,
  ConversationId,
  ConversationView,
  EntryView,
  ErrorCode,
  HistoryPage,
  MessageView,
  OfficeMessageView,
  Resumed,
  RosterPage,
  SeatId,
  SelfView,
  ServerEvent,
  Stored,
  WireError,
} from '@tieline/protocol';
import { wireError } from '@tieline/protocol';
import { type WebSocket, WebSocketServer } from 'ws';
import { bodyText } from './body-text.ts';
import { agentChat, conversationView, me, messageView, selfView } from './cast.ts';
import { FakeUploads } from './fake-uploads.ts';

interface Chat {
  view: ConversationView;
  messages: MessageView[];
  /** The first place that the reader may see (HIST-4, HIST-5). */
  from: number;
  readonly byClientId: Map<ClientId, number>;
  /** The number of the last one. */
  interactions: number;
}

/** What becomes of a command: `undefined` for the usual answer. */
export type Fate =
  | { error: WireError }
  | { ok: unknown }
  /** It is carried out, and the line breaks before the answer. */
  | 'break-after'
  /** The line breaks before it is read. */
  | 'break-before'
  | 'silence'
  /** Answered when the promise resolves. */
  | Promise<void>
  | undefined;

/** A server for one reader, as small as the client lets it be. All its conversations belong to `self`. */
export class FakeServer {
  /** The addresses of all requests for a line. */
  readonly askedFor: string[] = [];
  self: SelfView = selfView();
  readonly chats = new Map<ConversationId, Chat>();
  readonly uploads = new FakeUploads();
  /** Who stands on each roster of the reader. */
  readonly rosters = new Map<string, readonly EntryView[]>();
  /** What it answers to who wants to write to an entry. */
  opened: ConversationView | null = null;
  readonly commands: CommandFrame[] = [];
  readonly requests: string[] = [];
  readonly sockets = new Set<WebSocket>();
  connections = 0;
  baseUrl = '';
  fate: (frame: CommandFrame) => Fate = () => undefined;
  /** How a resume is answered; null: this server is older than that. */
  /** What its welcome offers to resume from. */
  token: string | null = null;
  resumes: ((input: CommandInput<'resume'>) => Resumed) | null = null;
  /** Events that are lost on their way. */
  loses: (event: ServerEvent) => boolean = () => false;
  /** Called before a request is answered, with its method and path. Its result is waited for. */
  onRequest: (request: string) => Promise<void> | WireError | void = () => undefined;
  /** Called for each new socket in place of the welcome. */
  onConnect: ((socket: WebSocket) => void) | null = null;
  pageSize = 100;
  readonly #http: Server;
  readonly #gate = new WebSocketServer({ noServer: true });
  /** What a new line meets; `down` leaves the other requests alone. */
  door: 'open' | 'down' | 'not-signed-in' = 'open';
  /** Conversations that are there, but in no list. */
  readonly unlisted = new Set<ConversationId>();

  constructor() {
    this.#http = createServer((request, response) => void this.#answer(request, response));
    this.#http.on('upgrade', (request, socket, head) => {
      this.askedFor.push(request.url ?? '');
      // A client that is gone may reset its line.
      socket.on('error', () => undefined);
      if (this.door !== 'open') {
        const status = this.door === 'down' ? '503 Service Unavailable' : '401 Unauthorized';
        return socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
      }
      this.#gate.handleUpgrade(request, socket, head, (opened) => this.#greet(opened));
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => {
      this.#http.listen(0, '127.0.0.1', resolve);
    });
    this.baseUrl = `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.breakLines();
    this.#http.closeAllConnections();
    await new Promise((resolve) => {
      this.#http.close(resolve);
    });
  }

  addChat(id: ConversationId, over: Partial<ConversationView> = {}): Chat {
    const view = conversationView(id, over);
    const interactions = view.interaction?.number ?? 0;
    const chat: Chat = { view, messages: [], from: 1, byClientId: new Map(), interactions };
    this.chats.set(id, chat);
    return chat;
  }

  /** Stores a message and tells of it. The same client id is the same message. */
  write(
    id: ConversationId,
    text: string,
    from: SeatId,
    clientId?: ClientId,
    { loud = true, by = null }: { loud?: boolean; by?: WebSocket | null } = {},
  ): number {
    const chat = this.chat(id);
    const known = clientId === undefined ? undefined : chat.byClientId.get(clientId);
    if (known !== undefined) return known;
    if (chat.view.phase === 'over') this.#beginNext(id);
    const seq = (chat.messages.at(-1)?.seq ?? 0) + 1;
    const ownId = from === me ? (clientId ?? null) : null;
    const rev = chat.view.rev + 1;
    const message = { ...messageView(id, seq, from, text, ownId), rev };
    chat.messages.push(message);
    if (clientId !== undefined) chat.byClientId.set(clientId, seq);
    const unread = chat.view.unread + (from === me ? 0 : 1);
    chat.view = {
      ...chat.view,
      lastSeq: seq,
      rev,
      lastAt: message.at,
      excerpt: text,
      excerptFrom: from,
      unread,
    };
    this.emit({ on: 'message', conversation: id, interaction: this.interactionOf(id), message, loud }, by);
    return seq;
  }

  /** A message of the office is edited or deleted, which is told to all. */
  change(id: ConversationId, seq: number, to: Pick<OfficeMessageView, 'text' | 'change'>): void {
    const chat = this.chat(id);
    const before = chat.messages[seq - 1];
    if (before?.surface !== 'office') throw new Error(`no message ${seq}`);
    const rev = chat.view.rev + 1;
    const message = { ...before, ...to, rev };
    chat.messages[seq - 1] = message;
    chat.view = { ...chat.view, rev };
    this.emit({ on: 'message-changed', conversation: id, interaction: this.interactionOf(id), message });
  }

  chat(id: ConversationId): Chat {
    const chat = this.chats.get(id);
    if (chat === undefined) throw new Error(`no chat ${id}`);
    return chat;
  }

  /** The answer for a message that is stored at this place. */
  storedAt(id: ConversationId, seq: number, clientId: ClientId): Stored {
    const message = this.chat(id).messages.find((one) => one.seq === seq);
    if (message === undefined) throw new Error(`no message ${seq}`);
    return storedAs(id, message, clientId, this.interactionOf(id));
  }

  /** Nothing runs in an agent chat any more, and nothing of it is told (HIST-5). */
  endChat(id: ConversationId): void {
    this.beginChat(id, null);
  }

  beginChat(id: ConversationId, interaction: ConversationView['interaction']): void {
    const chat = this.chat(id);
    const { peer, abilities } = chat.view;
    chat.interactions = interaction?.number ?? chat.interactions;
    chat.messages.splice(0);
    chat.view = conversationView(id, { peer, abilities, ...agentChat(interaction) });
  }

  #beginNext(id: ConversationId) {
    const number = this.chat(id).interactions + 1;
    this.beginChat(id, { number, startedAt: '2026-01-02T00:00:00.000Z' });
    this.emit({ on: 'conversation', conversation: this.chat(id).view });
  }

  /** The interaction with which the places of a chat begin. */
  interactionOf(id: ConversationId): number | null {
    return this.chat(id).view.interaction?.number ?? null;
  }

  visible(id: ConversationId): MessageView[] {
    const { messages, from } = this.chat(id);
    return messages.filter(({ seq }) => seq >= from);
  }

  /** `except`: the socket that has an answer instead. */
  emit(event: ServerEvent, except: WebSocket | null = null): void {
    if (this.loses(event)) return;
    for (const socket of this.sockets) if (socket !== except) socket.send(JSON.stringify(event));
  }

  breakLines(): void {
    for (const socket of this.sockets) socket.terminate();
    this.sockets.clear();
  }

  commandsOf(name: CommandFrame['do']): CommandFrame[] {
    return this.commands.filter((frame) => frame.do === name);
  }

  #greet(socket: WebSocket) {
    this.connections += 1;
    socket.on('error', () => undefined);
    if (this.onConnect !== null) return this.onConnect(socket);
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as CommandFrame;
      this.commands.push(frame);
      void this.#obey(socket, frame);
    });
    this.welcome(socket);
  }

  welcome(socket: WebSocket): void {
    const { self, token } = this;
    socket.send(JSON.stringify({ on: 'welcome', protocol: 1, self, idleAfterSeconds: 300, token }));
  }

  async #obey(socket: WebSocket, frame: CommandFrame) {
    const fate = this.fate(frame);
    if (fate === 'silence') return;
    if (fate === 'break-before') return socket.terminate();
    if (fate instanceof Promise) await fate;
    else if (typeof fate === 'object') return this.#reply(socket, frame.id, fate);
    const isUnknown = frame.do === 'resume' && this.resumes === null;
    const reply = isUnknown ? { error: wireError('unknown-command') } : { ok: this.#carryOut(socket, frame) };
    if (fate === 'break-after') socket.terminate();
    else this.#reply(socket, frame.id, reply);
  }

  #reply(socket: WebSocket, re: number, rest: { ok: unknown } | { error: WireError }) {
    socket.send(JSON.stringify({ re, ...rest }));
  }

  #carryOut(socket: WebSocket, frame: CommandFrame): unknown {
    if (frame.do === 'watch-presence') return { entries: [] };
    if (frame.do === 'resume') return this.resumes?.((frame as CommandFrame<'resume'>).with);
    if (frame.do === 'mark-read') return this.#markRead((frame as CommandFrame<'mark-read'>).with);
    if (frame.do !== 'send-message') return { at: '2026-01-01T00:00:00.000Z' };
    const { conversation, clientId, body } = (frame as CommandFrame<'send-message'>).with;
    const text = bodyText(body);
    const seq = this.write(conversation, text, me, clientId, { by: socket });
    return this.storedAt(conversation, seq, clientId);
  }

  #markRead({ conversation, seq }: CommandInput<'mark-read'>): object {
    const chat = this.chat(conversation);
    const readSeq = Math.max(chat.view.readSeq, seq);
    const unread = chat.messages.filter((one) => one.seq > readSeq && one.from.seat !== me).length;
    chat.view = { ...chat.view, readSeq, unread };
    return {};
  }

  async #answer(request: IncomingMessage, response: ServerResponse) {
    if (this.uploads.isFor(request)) return this.uploads.answer(request, response);
    const url = new URL(request.url ?? '/', this.baseUrl);
    const asked = `${request.method} ${url.pathname.replace('/api/v1', '')}${url.search}`;
    this.requests.push(asked);
    // Decided before the wait: a slow answer is an old one.
    const answer = this.#answerTo(asked, url);
    const turned = await this.onRequest(asked);
    const final = turned ?? answer;
    const isError = typeof final === 'object' && final !== null && 'sentence' in final;
    response.writeHead(isError ? 400 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(final));
  }

  #answerTo(asked: string, url: URL): unknown {
    const [, id, part] = /\/conversations\/([^/?]+)(\/messages)?/.exec(asked) ?? [];
    if (asked === 'GET /me') return this.door === 'not-signed-in' ? fault('not-signed-in') : this.self;
    if (asked.startsWith('POST /log-out')) return { done: true };
    if (asked.startsWith('GET /rosters/')) return this.#rosterPage(url);
    if (asked === 'POST /conversations')
      return this.opened === null ? fault('not-found') : { conversation: this.opened };
    if (id === undefined) return this.#listPage(url);
    const chat = this.chats.get(id as ConversationId);
    if (chat === undefined) return fault('not-found');
    return part === undefined ? chat.view : this.#historyPage(chat, url);
  }

  #rosterPage({ pathname, searchParams }: URL): RosterPage {
    const search = searchParams.get('search')?.toLowerCase() ?? '';
    const all = this.rosters.get(pathname.split('/').at(-1) ?? '') ?? [];
    const matching = all.filter(({ name }) => name.toLowerCase().includes(search));
    const start = Number(searchParams.get('after') ?? 0);
    const end = start + Math.min(this.pageSize, Number(searchParams.get('limit')));
    return { entries: matching.slice(start, end), next: end < matching.length ? String(end) : null };
  }

  #listPage(url: URL) {
    const isArchive = url.searchParams.get('list') === 'archive';
    const all = [...this.chats.values()].map(({ view }) => view).filter(({ id }) => !this.unlisted.has(id));
    const mine = all.filter(({ archive }) => (archive !== null) === isArchive);
    const start = Number(url.searchParams.get('after') ?? 0);
    const end = start + this.pageSize;
    return { conversations: mine.slice(start, end), next: end < mine.length ? String(end) : null };
  }

  #historyPage({ view }: Chat, url: URL): HistoryPage {
    const number = (name: string) => {
      const value = url.searchParams.get(name);
      return value === null ? undefined : Number(value);
    };
    return this.pageOf(view.id, number('before'), number('after'), number('limit'));
  }

  pageOf(id: ConversationId, before?: number, after?: number, most = this.pageSize): HistoryPage {
    const limit = Math.min(this.pageSize, most);
    const all = this.visible(id);
    const wanted = all.filter(({ seq }) => seq < (before ?? Infinity) && seq > (after ?? -1));
    const messages = after === undefined ? wanted.slice(-limit) : wanted.slice(0, limit);
    const last = messages.at(-1)?.seq ?? after ?? 0;
    return {
      interaction: this.interactionOf(id),
      messages,
      hasBefore: all.some(({ seq }) => seq < (messages[0]?.seq ?? 0)),
      hasAfter: messages.length > 0 && all.some(({ seq }) => seq > last),
      rev: this.chat(id).view.rev,
      from: this.chat(id).from,
      changed: [],
      rule: 'HIST-1',
    };
  }
}

export function storedAs(
  conversation: ConversationId,
  message: MessageView,
  clientId: ClientId,
  interaction: number | null = null,
): Stored {
  return { conversation, clientId, interaction, message, notice: null };
}

export const fault = (code: ErrorCode): WireError => wireError(code);
