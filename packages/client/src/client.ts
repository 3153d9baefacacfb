import type { ConversationId } from '@tieline/protocol';
import { Engine } from './engine.ts';
import type { Parts } from './parts.ts';
import { hasCode, inBackground } from './connection/fault.ts';
import { interactionOf } from './state/conversations.ts';
import { withOpened, withReadUpTo } from './state/state.ts';
import { type Timing, usualTiming } from './timing.ts';
import type { ClientOptions, TielineClient } from './types.ts';
import { createTypingReports } from './signals/typing.ts';

/**
 * A client for one surface of one signed-in seat. It does nothing until `connect` is called. Throws a TypeError
 * where there is no WebSocket and none is passed. `timing` is there for tests.
 */
export function createClient(options: ClientOptions, timing: Partial<Timing> = {}): TielineClient {
  const delays = { ...usualTiming, ...timing };
  let idle = false;
  let sentIdle = false;
  const sendIdle = () => {
    sentIdle = idle;
    inBackground(engine.parts.connection.command('set-idle', { idle }));
  };
  const engine = new Engine(options, delays, {
    isIdle: () => (sentIdle = idle),
    onOnline: () => idle !== sentIdle && sendIdle(),
  });
  const { store, connection, inbox, presence, company, uploading } = engine.parts;

  return {
    getState: store.get,
    subscribe: store.subscribe,
    receive: (receiver) => engine.receive(receiver),
    onMessage: inbox.onMessage,
    onInteractionEnded: inbox.onInteractionEnded,
    onCompanyChanged: company.onChanged,
    connect: () => connection.connect(),
    close: () => engine.close(),
    watchPresence: (entries) => presence.watch(entries),
    ...conversationMethods(engine.parts, delays),
    ...accountMethods(engine),
    ...uploading.methods,
    setIdle(isIdle) {
      if (idle === isIdle) return;
      idle = isIdle;
      if (store.get().connection.state === 'online') sendIdle();
    },
  };
}

type ConversationMethods = Pick<
  TielineClient,
  | 'openTimeline'
  | 'loadOlder'
  | 'loadNewer'
  | 'loadAround'
  | 'showNewest'
  | 'send'
  | 'retry'
  | 'discard'
  | 'markRead'
  | 'setTyping'
  | 'endInteraction'
  | 'setStatus'
>;

function conversationMethods(
  { store, connection, outbox, timelines, reads }: Parts,
  timing: Timing,
): ConversationMethods {
  const reports = createTypingReports(timing, (conversation, typing) => {
    inBackground(connection.command('set-typing', { conversation, typing }));
  });
  const conversationOf = (conversation: ConversationId) => store.get().conversations.get(conversation);
  return {
    openTimeline: (conversation) => timelines.open(conversation),
    loadOlder: (conversation) => timelines.older(conversation),
    loadNewer: (conversation) => timelines.newer(conversation),
    loadAround: (conversation, seq) => timelines.around(conversation, seq),
    showNewest: (conversation) => timelines.showNewest(conversation),
    send(conversation, body) {
      reports.forget(conversation);
      return outbox.add(conversation, body);
    },
    retry: (conversation, clientId) => outbox.retry(conversation, clientId),
    discard: (conversation, clientId) => outbox.discard(conversation, clientId),
    markRead(conversation, seq) {
      const current = conversationOf(conversation);
      if (seq <= (current?.readSeq ?? 0)) return;
      const mark = { conversation, interaction: interactionOf(current), seq };
      store.set(withReadUpTo(store.get(), mark));
      reads.mark(mark);
    },
    setTyping(conversation, typing) {
      const isShown = conversationOf(conversation)?.abilities.typing.allowed === true;
      if (isShown && store.get().connection.state === 'online') reports.set(conversation, typing);
    },
    async endInteraction(conversation) {
      await connection.command('end-interaction', { conversation });
    },
    async setStatus(status) {
      await connection.command('set-status', { status });
    },
  };
}

type AccountMethods = Pick<
  TielineClient,
  | 'openConversation'
  | 'loadRoster'
  | 'loadHistory'
  | 'loadSessions'
  | 'revokeSession'
  | 'revokeOtherSessions'
  | 'explain'
  | 'logOut'
>;

function accountMethods(engine: Engine): AccountMethods {
  const { store, rest, conversations } = engine.parts;
  return {
    async openConversation(seat) {
      const atRequest = store.get().conversations;
      const { conversation } = await rest('open-conversation', { body: { seat } });
      conversations.merge([conversation], atRequest);
      store.set(withOpened(store.get(), conversation.id));
      return conversation;
    },
    loadRoster: (roster, query) => rest('load-roster', { params: { roster }, query }),
    loadHistory: (conversation, query) => rest('load-history', { params: { conversation }, query }),
    loadSessions: (query) => rest('load-sessions', { query }),
    async revokeSession(session) {
      await rest('revoke-session', { params: { session } });
    },
    async revokeOtherSessions() {
      await rest('revoke-other-sessions', {});
    },
    explain: (from, to) => rest('explain', { query: { from, to } }),
    async logOut() {
      try {
        await rest('log-out', {});
      } catch (fault) {
        if (!hasCode(fault, 'not-signed-in')) throw fault;
      }
      await engine.leave();
    },
  };
}
