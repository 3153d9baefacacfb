import type { ConversationId } from '@tieline/protocol';
import { createEngine, type Engine } from './engine.ts';
import { hasCode, inBackground } from './connection/fault.ts';
import { withOpened, withReadUpTo } from './state/state.ts';
import { type Timing, usualTiming } from './timing.ts';
import type { ClientOptions, TielineClient } from './types.ts';
import { createTypingVoice } from './signals/typing.ts';

/**
 * A client for one surface of one signed-in seat. It does nothing until `connect` is called. Throws a TypeError
 * where there is no WebSocket and none is passed. `timing` is there for tests.
 */
export function createClient(options: ClientOptions, timing: Partial<Timing> = {}): TielineClient {
  const delays = { ...usualTiming, ...timing };
  let idle = false;
  let told = false;
  const tellIdle = () => {
    told = idle;
    inBackground(engine.connection.command('set-idle', { idle }));
  };
  const engine = createEngine(options, delays, {
    isIdle: () => (told = idle),
    onOnline: () => idle !== told && tellIdle(),
  });
  const { store, connection, inbox, presence, company } = engine;

  return {
    getState: store.get,
    subscribe: store.subscribe,
    receive: engine.receive,
    onMessage: inbox.onMessage,
    onInteractionEnded: inbox.onInteractionEnded,
    onCompanyChanged: company.onChanged,
    connect: connection.connect,
    close: engine.close,
    watchPresence: presence.watch,
    ...talking(engine, delays),
    ...asking(engine),
    ...engine.uploading.methods,
    setIdle(isIdle) {
      if (idle === isIdle) return;
      idle = isIdle;
      if (store.get().connection.state === 'online') tellIdle();
    },
  };
}

type Talking = Pick<
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

function talking({ store, connection, outbox, timelines, reads }: Engine, timing: Timing): Talking {
  const voice = createTypingVoice(timing, (conversation, typing) => {
    inBackground(connection.command('set-typing', { conversation, typing }));
  });
  const known = (conversation: ConversationId) => store.get().conversations.get(conversation);
  return {
    openTimeline: timelines.open,
    loadOlder: timelines.older,
    loadNewer: timelines.newer,
    loadAround: timelines.around,
    showNewest: timelines.showNewest,
    send(conversation, body) {
      voice.forget(conversation);
      return outbox.add(conversation, body);
    },
    retry: outbox.retry,
    discard: outbox.discard,
    markRead(conversation, seq) {
      if (seq <= (known(conversation)?.readSeq ?? 0)) return;
      store.set(withReadUpTo(store.get(), conversation, seq));
      reads.mark(conversation, seq);
    },
    setTyping(conversation, typing) {
      const isHeard = known(conversation)?.abilities.typing.allowed === true;
      if (isHeard && store.get().connection.state === 'online') voice.set(conversation, typing);
    },
    async endInteraction(conversation) {
      await connection.command('end-interaction', { conversation });
    },
    async setStatus(status) {
      await connection.command('set-status', { status });
    },
  };
}

type Asking = Pick<
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

function asking({ store, rest, conversations, leave }: Engine): Asking {
  return {
    async openConversation(seat) {
      const asked = store.get().conversations;
      const { conversation } = await rest('open-conversation', { body: { seat } });
      conversations.takeIn({ conversations: [conversation], gone: [] }, asked);
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
      await leave();
    },
  };
}
