import type { IncomingHttpHeaders } from 'node:http';
import type { OpenRoute, RouteName, RouteParts } from '@tieline/protocol';
import { type Answer, yes } from '../../features/answer.ts';
import type { Actor, Context } from '../../features/context.ts';
import { loadConversations, loadOneConversation } from '../../features/conversations/load-conversations.ts';
import { openConversation } from '../../features/conversations/open-conversation.ts';
import { explainSeats } from '../../features/explain/explain-seats.ts';
import { loadHistory } from '../../features/messages/load-history.ts';
import { sendMessage } from '../../features/messages/send-message.ts';
import { loadRefusals } from '../../features/refusals/load-refusals.ts';
import { loadRoster } from '../../features/rosters/load-roster.ts';
import { logOut, revokeOtherSessions, revokeSession } from '../../features/sessions/end-sessions.ts';
import { loadSelf } from '../../features/sessions/load-self.ts';
import { loadSessions } from '../../features/sessions/load-sessions.ts';
import { sentView } from '../../views/sent-view.ts';

export interface RouteInput<Name extends RouteName> {
  readonly params: RouteParts['params'][Name];
  readonly query: RouteParts['query'][Name];
  readonly body: RouteParts['body'][Name];
  readonly headers: IncomingHttpHeaders;
}

/** Routes that need a session. The others are mounted one by one. */
export type SignedInRoute = Exclude<RouteName, OpenRoute>;

type Handler<Name extends SignedInRoute> = (
  context: Context,
  actor: Actor,
  input: RouteInput<Name>,
) => Promise<Answer<RouteParts['answer'][Name]>>;

export const routeHandlers: { readonly [Name in SignedInRoute]: Handler<Name> } = {
  'log-out': (context, actor) => logOut(context, actor),
  'load-self': (context, actor) => loadSelf(context, actor),
  'load-sessions': (context, actor, { query }) =>
    loadSessions(context, actor, { after: query.after ?? null, limit: query.limit ?? null }),
  'revoke-session': (context, actor, { params }) => revokeSession(context, actor, params),
  'revoke-other-sessions': (context, actor) => revokeOtherSessions(context, actor),
  'load-roster': (context, actor, { params, query }) =>
    loadRoster(context, actor, {
      roster: params.roster,
      search: query.search ?? '',
      after: query.after ?? null,
      limit: query.limit ?? null,
    }),
  'load-conversations': (context, actor, { query }) =>
    loadConversations(context, actor, {
      list: query.list ?? 'own',
      after: query.after ?? null,
      limit: query.limit ?? null,
    }),
  'load-conversation': (context, actor, { params }) => loadOneConversation(context, actor, params),
  'open-conversation': (context, actor, { body }) => openConversation(context, actor, body),
  'load-history': (context, actor, { params, query }) =>
    loadHistory(context, actor, {
      conversation: params.conversation,
      interaction: query.interaction,
      before: query.before ?? null,
      after: query.after ?? null,
      since: query.since ?? null,
      limit: query.limit ?? null,
    }),
  'send-message': async (context, actor, { params, body }) => {
    const answer = await sendMessage(context, actor, { conversation: params.conversation, ...body }, null);
    return answer.ok ? yes(sentView(answer.result, actor)) : answer;
  },
  explain: (context, actor, { query }) => explainSeats(context, actor, query),
  'load-refusals': (context, actor, { query }) =>
    loadRefusals(context, actor, { after: query.after ?? null, limit: query.limit ?? null }),
};
