import { type LogInRequest, routes, type SignInSurface, wireError } from '@tieline/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import type { Context } from '../features/context.ts';
import { logIn, sessionDays } from '../features/sessions/log-in.ts';
import type { NodeLimits } from '../limits.ts';
import { compileCheck } from './check-schema.ts';
import { cookieName } from './credentials.ts';
import { apiPrefix, sendNo } from './rest.ts';

type LogInLimits = NodeLimits['logIn'];

const minuteMs = 60_000;

/** Companies that one address may use up the log-ins of: names cost nothing, and each try costs a hash. */
const companiesOfAddress = 10;

const check = compileCheck<LogInRequest>(routes['log-in'].body);

/** Logging in: rate limited, and the only route that sets a cookie. */
export function mountLogIn(
  app: FastifyInstance,
  context: Context,
  options: { limits: LogInLimits; secure: boolean },
): void {
  app.post(
    `${apiPrefix}${routes['log-in'].path}`,
    {
      config: {
        rateLimit: {
          max: options.limits.perAddress * companiesOfAddress,
          timeWindow: minuteMs,
          keyGenerator: addressOf,
        },
      },
      preHandler: companyLimits(app, options.limits),
    },
    async (request, reply) => {
      const input = check(request.body);
      if (!input.ok) return reply.status(400).send(wireError('invalid', { problem: input.problem }));
      const answer = await logIn(context, input.value, deviceOf(request));
      if (!answer.ok) return sendNo(reply, answer);
      const { result } = answer;
      if (result.kind === 'choose-side') return reply.send(result);
      const { surface, session, token } = result;
      const wantsToken = input.value.credential === 'token';
      if (!wantsToken) setCookie(reply, surface, token, options.secure);
      return reply.send({ kind: 'signed-in', surface, session, token: wantsToken ? token : null });
    },
  );
}

/**
 * Runs after the body was parsed, so that the limits can be kept by company and e-mail: what is tried at one company
 * must not keep people of another one out. Names of no company count like others, so that nobody learns which there
 * are. Asked by hand: as further limits of the same route the plugin would leave them out.
 */
function companyLimits(app: FastifyInstance, limits: LogInLimits): preHandlerAsyncHookHandler {
  const limitBy = (max: number, keyOf: (request: FastifyRequest) => string) =>
    app.createRateLimit({ max, timeWindow: minuteMs, keyGenerator: keyOf });
  const ofCompany = (request: FastifyRequest): string =>
    JSON.stringify([addressOf(request), named(request, 'company')]);
  const byCompany = limitBy(limits.perAddress, ofCompany);
  const byAccount = limitBy(limits.perAccount, (request) => ofCompany(request) + named(request, 'email'));
  return async (request, reply) => {
    for (const limit of [byCompany, byAccount]) {
      const tries = await limit(request);
      if (!tries.isAllowed && tries.isExceeded) return reply.status(429).send(wireError('too-many-requests'));
    }
  };
}

/** A field of what was sent, in the form in which it is looked up; it is not checked yet. */
function named({ body }: FastifyRequest, field: 'company' | 'email'): string {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[field] : null;
  return typeof value === 'string' ? value.trim().toLowerCase().slice(0, 254) : '';
}

/** Whoever hung up before the request was read has no address any more. */
function addressOf(request: FastifyRequest): string {
  const address: string | undefined = request.ip;
  return address ?? '';
}

function setCookie(reply: FastifyReply, surface: SignInSurface, token: string, secure: boolean): void {
  void reply.setCookie(cookieName(surface), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge: sessionDays * 86_400,
  });
}

/** A short name for the device, for the person's own list of sessions. */
function deviceOf(request: FastifyRequest): string {
  const agent = request.headers['user-agent'] ?? '';
  const browser = /(Firefox|Edg|Chrome|Safari)\//.exec(agent)?.[1]?.replace('Edg', 'Edge') ?? 'Program';
  const system = /(Windows|Mac OS X|Android|iPhone|iPad|Linux|CrOS)/
    .exec(agent)?.[1]
    ?.replace('Mac OS X', 'macOS');
  return system === undefined ? browser : `${browser} on ${system}`;
}
