import type {
  CommandInput,
  CommandName,
  CommandResult,
  EventName,
  EventOf,
  RouteName,
  RouteParts,
} from '@tieline/protocol';
import * as sample from './sample-company.ts';

const { ada, chat, clientId, conversation, erik, moment, officeMessage, opaque, self, session } = sample;

type Part<Name extends RouteName, Key extends keyof RouteParts> = RouteParts[Key][Name] extends undefined
  ? { readonly [Each in Key]?: never }
  : { readonly [Each in Key]: RouteParts[Key][Name] };

/** The request and answer of a route. A route of the contract without an example does not compile. */
export type RouteExample<Name extends RouteName> = Part<Name, 'params'> &
  Part<Name, 'query'> &
  Part<Name, 'body'> & { readonly answer: RouteParts['answer'][Name] };

const stored = { conversation: chat, clientId, interaction: null, message: officeMessage, notice: null };
const history = {
  interaction: null,
  messages: [officeMessage],
  hasBefore: true,
  hasAfter: false,
  rev: 3,
  from: 1,
  changed: [],
  rule: 'HIST-1',
};
const plain = { kind: 'plain', text: 'Yes, it is stamped.' } as const;
const seatOf = (seat: typeof ada, kind: 'office' | 'agent', name: string) => ({ seat, kind, name });
const seen = (sentence: string) => ({ roster: 'office', rule: 'PRES-2', sentence }) as const;

export const routeExamples: { readonly [Name in RouteName]: RouteExample<Name> } = {
  'log-in': {
    body: {
      company: 'harbor',
      email: 'erik@harbor.example',
      password: 'tieline-demo',
      side: 'office',
      credential: 'token',
    },
    answer: { kind: 'signed-in', surface: 'office', session, token: opaque },
  },
  'log-out': { answer: { done: true } },
  'load-signed-in': { answer: { selves: [self] } },
  'load-self': { answer: self },
  'load-sessions': {
    query: { limit: 50 },
    answer: {
      sessions: [
        {
          id: session,
          surface: 'office',
          device: 'Firefox on Linux',
          createdAt: moment,
          lastSeenAt: moment,
          live: true,
          current: true,
        },
      ],
      next: null,
    },
  },
  'revoke-session': { params: { session }, answer: { done: true } },
  'revoke-other-sessions': { answer: { done: true } },
  'load-roster': {
    params: { roster: 'office' },
    query: { search: 'ada', limit: 50 },
    answer: { entries: [sample.entry], next: null },
  },
  'load-conversations': {
    query: { list: 'own', limit: 50 },
    answer: { conversations: [conversation], next: opaque },
  },
  'load-conversation': { params: { conversation: chat }, answer: conversation },
  'open-conversation': { body: { seat: ada }, answer: { conversation } },
  'load-history': {
    params: { conversation: chat },
    query: { before: 3, limit: 50 },
    answer: history,
  },
  'send-message': { params: { conversation: chat }, body: { clientId, body: plain }, answer: stored },
  explain: {
    query: { from: ada, to: erik },
    answer: {
      from: seatOf(ada, 'agent', 'Ada Okafor'),
      to: seatOf(erik, 'office', 'Erik Solberg'),
      conversation: 'expert',
      start: sample.allowed('START-7'),
      send: sample.allowed('START-7'),
      answer: sample.allowed('START-2'),
      delivery: { rule: 'DEL-1', sentence: 'It is delivered at once, or waits until he is there.' },
      presence: { fromSees: seen('The office status.'), toSees: seen('Online or offline.') },
      history: [{ reader: 'Erik Solberg', rule: 'HIST-1', sentence: 'All of it.' }],
      content: [{ reader: 'Erik Solberg', rule: 'CONT-2', sentence: 'Plain text.' }],
      signals: { typing: sample.noTyping, receipts: sample.noReceipts },
      options: [
        {
          option: 'typing_across',
          rule: 'OPT-2',
          value: 'off',
          source: 'classic',
          sentence: 'Typing stays on its side.',
        },
      ],
      monitoring: {
        live: {
          allowed: false,
          rule: 'MON-1',
          code: 'never-monitored',
          sentence: 'This kind of conversation is never monitored.',
        },
        transcript: {
          allowed: false,
          rule: 'MON-1',
          code: 'never-monitored',
          sentence: 'This kind of conversation is never monitored.',
        },
        source: 'No policy reaches it.',
        supervisors: [],
      },
    },
  },
  'load-refusals': {
    query: { limit: 50 },
    answer: {
      refusals: [
        {
          id: session,
          at: moment,
          times: 1,
          by: seatOf(ada, 'agent', 'Ada Okafor'),
          operation: 'send-message',
          conversation: chat,
          ...sample.refusal,
        },
      ],
      next: null,
    },
  },
};

interface CommandExample<Name extends CommandName> {
  readonly with: CommandInput<Name>;
  readonly ok: CommandResult<Name>;
}

export const commandExamples: { readonly [Name in CommandName]: CommandExample<Name> } = {
  'open-conversation': { with: { seat: ada }, ok: { conversation } },
  'send-message': { with: { conversation: chat, clientId, body: plain }, ok: stored },
  'end-interaction': { with: { conversation: chat }, ok: {} },
  'mark-read': { with: { conversation: chat, seq: 2 }, ok: {} },
  'set-typing': { with: { conversation: chat, typing: true }, ok: {} },
  'set-status': { with: { status: 'busy' }, ok: {} },
  'set-idle': { with: { idle: true }, ok: {} },
  'watch-presence': {
    with: { entries: [{ roster: 'office', seat: ada }] },
    ok: { entries: [{ roster: 'office', seat: ada, presence: { word: 'online', since: null } }] },
  },
  resume: {
    with: { token: opaque, timelines: [{ conversation: chat, after: 1 }] },
    ok: {
      token: opaque,
      outcome: 'resumed',
      reason: null,
      conversations: [conversation],
      gone: [],
      ends: [],
      rosterChanged: false,
      timelines: [{ conversation: chat, page: history }],
    },
  },
  ping: { with: {}, ok: { at: moment } },
};

export const eventExamples: { readonly [Name in EventName]: EventOf<Name> } = {
  welcome: { on: 'welcome', protocol: 1, self, idleAfterSeconds: 300, token: null },
  message: {
    on: 'message',
    conversation: chat,
    interaction: null,
    message: sample.consoleMessage,
    loud: true,
  },
  'message-changed': {
    on: 'message-changed',
    conversation: chat,
    interaction: null,
    message: sample.officeMessage,
  },
  'unreadable-change': { on: 'unreadable-change', conversation: chat, interaction: null, rev: 4 },
  conversation: { on: 'conversation', conversation },
  'interaction-ended': {
    on: 'interaction-ended',
    conversation: chat,
    number: 1,
    rev: 9,
    reason: 'ended-by-agent',
    by: ada,
    unheardFrom: null,
    unheard: [],
  },
  presence: { on: 'presence', roster: 'office', seat: ada, presence: { word: 'offline', since: null } },
  typing: { on: 'typing', conversation: chat, seat: ada, typing: true },
  receipt: { on: 'receipt', conversation: chat, interaction: null, seat: ada, seq: 2 },
  read: { on: 'read', conversation: chat, interaction: null, seq: 2, unread: 0 },
  self: { on: 'self', status: 'busy', since: moment },
  mark: { on: 'mark', token: opaque },
  'company-changed': { on: 'company-changed' },
  'roster-changed': { on: 'roster-changed', conversations: [chat] },
  'session-ended': { on: 'session-ended', reason: 'revoked' },
};
