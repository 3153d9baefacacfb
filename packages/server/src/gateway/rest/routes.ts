import { errorTable, type RouteName, routes } from '@tieline/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Answer, no, type No, wireErrorOf, yes } from '../../features/answer.ts';
import type { Actor, Context } from '../../features/context.ts';
import { type Check, compileCheck, compileTextCheck } from '../check-schema.ts';
import { asSurface, cookieName } from '../authentication/request-token.ts';
import { type Deadlines, withDeadline } from '../limits/deadlines.ts';
import type { Authenticator } from '../authentication/authenticator.ts';
import { noteRefusal } from '../note-refusal.ts';
import { type RouteInput, routeHandlers, type SignedInRoute } from './handlers.ts';
import { costOf } from '../limits/rate.ts';

export const apiPrefix = '/api/v1';

interface Checks {
  readonly params: Check<unknown> | null;
  readonly query: Check<unknown> | null;
  readonly body: Check<unknown> | null;
}

function checksOf(route: (typeof routes)[RouteName]): Checks {
  return {
    params: 'params' in route ? compileTextCheck(route.params) : null,
    query: 'query' in route ? compileTextCheck(route.query) : null,
    body: 'body' in route ? compileCheck(route.body) : null,
  };
}

/** Sends a refusal or an error in the form of the table. */
export function sendNo(reply: FastifyReply, answer: No): FastifyReply {
  return reply.status(errorTable[answer.code].status).send(wireErrorOf(answer));
}

/** Mounts every route of the protocol that needs a session: check, authenticate, run, answer. */
export function mountRoutes(app: FastifyInstance, context: Context, options: RestOptions): void {
  for (const name of Object.keys(routeHandlers) as SignedInRoute[]) mountRoute(app, context, options, name);
}

export interface RestOptions {
  readonly authenticator: Authenticator;
  /** Requests that take longer are answered with `unavailable`. */
  readonly deadlines: Deadlines;
}

function mountRoute<Name extends SignedInRoute>(
  app: FastifyInstance,
  context: Context,
  { authenticator, deadlines }: RestOptions,
  name: Name,
): void {
  const route = routes[name];
  const checks = checksOf(route);
  const handle = routeHandlers[name];
  const serve = async (request: FastifyRequest): Promise<Answer<{ actor: Actor; body: unknown }>> => {
    const surface = asSurface(request.headers['x-tieline-surface']);
    const actor = await authenticator.identify(request.headers, surface, request.ip);
    if (typeof actor === 'string') return no(actor);
    if (!authenticator.rates.of(actor)(costOf(bodyBytes(request)))) return no('too-many-requests');
    const input = checkInput(checks, request);
    if ('problem' in input) return no('invalid', input.problem);
    const answer = await handle(context, actor, input.value as RouteInput<Name>);
    noteRefusal(context, actor, { name, input: request.params }, answer);
    return answer.ok ? yes({ actor, body: answer.result }) : answer;
  };
  app.route({
    method: route.method,
    url: `${apiPrefix}${route.path}`,
    handler: async (request, reply) => {
      // When a browser restores a page it would use an answer of hours ago, or of the other surface.
      void reply.header('cache-control', 'no-store');
      const answer = await withDeadline(deadlines, serve(request));
      if (answer === 'late') return sendNo(reply, no('unavailable'));
      if (!answer.ok) return sendNo(reply, answer);
      const { actor, body } = answer.result;
      if (name === 'log-out') void reply.clearCookie(cookieName(actor.surface), { path: '/' });
      return reply.send(body);
    },
  });
}

/** Bytes of a body; those of a chunked one are counted without its white space. */
function bodyBytes({ headers, body }: FastifyRequest): number {
  return Number(headers['content-length'] ?? Buffer.byteLength(JSON.stringify(body) ?? ''));
}

function checkInput(
  checks: Checks,
  request: FastifyRequest,
): { readonly value: unknown } | { readonly problem: string } {
  const value: Record<string, unknown> = { headers: request.headers };
  for (const part of ['params', 'query', 'body'] as const) {
    const check = checks[part];
    if (!check) continue;
    const checked = check(request[part]);
    if (!checked.ok) return { problem: checked.problem };
    value[part] = checked.value;
  }
  return { value };
}
