import { setTimeout as pause } from 'node:timers/promises';
import { type LogInRequest, routes, wireError } from '@tieline/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Admission } from '../../concurrency/admission.ts';
import type { Context } from '../../features/context.ts';
import { logIn, sessionDays } from '../../features/sessions/log-in.ts';
import { networkOf } from '../authentication/client-address.ts';
import { compileCheck } from '../check-schema.ts';
import { cookieName } from '../authentication/request-token.ts';
import type { Account, KnownDevices } from './known-devices.ts';
import type { LogInGuard } from './log-in-guard.ts';
import { apiPrefix, sendNo } from '../rest/routes.ts';

const check = compileCheck<LogInRequest>(routes['log-in'].body);

const deviceCookie = 'tieline_device';
const deviceDays = 400;

export interface LogInOptions {
  readonly guard: LogInGuard;
  /** Where passwords are hashed, a few at a time: the threads that do it read files as well. */
  readonly hashing: Admission;
  /** Milliseconds: an answer that it failed comes at a whole number of them. */
  readonly failedStepMs: number;
  readonly devices: KnownDevices;
  readonly secure: boolean;
}

/** Logging in: guarded against guessing, and the only route that sets cookies. */
export function mountLogIn(app: FastifyInstance, context: Context, options: LogInOptions): void {
  const { guard, hashing, devices, failedStepMs, secure } = options;
  app.post(`${apiPrefix}${routes['log-in'].path}`, async (request, reply) => {
    const input = check(request.body);
    if (!input.ok) return reply.status(400).send(wireError('invalid', { problem: input.problem }));
    const account = accountOf(input.value);
    const kept = request.cookies[deviceCookie] ?? '';
    const device = devices.nameOf(kept, account);
    const address = addressOf(request);
    const leave = await guard.enter({ ...account, address, device });
    if (!leave) return reply.status(429).send(wireError('too-many-requests'));
    let failed = false;
    try {
      const began = performance.now();
      // A device that is known waits for no stranger at the same address.
      const answer = await hashing.within(device ?? address, () =>
        logIn(context, input.value, deviceOf(request)),
      );
      failed = !answer.ok && answer.code === 'log-in-failed';
      if (failed) await untilNextStep(began, failedStepMs);
      if (!answer.ok) return sendNo(reply, answer);
      const { result } = answer;
      if (result.kind === 'choose-side') return reply.send(result);
      const { surface, session, token } = result;
      const wantsToken = input.value.credential === 'token';
      if (!wantsToken) {
        setCookie(reply, cookieName(surface), token, { days: sessionDays, path: '/', secure });
        const path = `${apiPrefix}${routes['log-in'].path}`;
        setCookie(reply, deviceCookie, devices.remember(kept, account), { days: deviceDays, path, secure });
      }
      return reply.send({ kind: 'signed-in', surface, session, token: wantsToken ? token : null });
    } finally {
      leave(failed);
    }
  });
}

/** In the form in which it is looked up: names of no company count like others, so that nobody learns which there are. */
function accountOf({ company, email }: LogInRequest): Account {
  return { company: company.trim().toLowerCase(), email: email.trim().toLowerCase() };
}

/** Whoever hung up before the request was read has no address any more. */
function addressOf(request: FastifyRequest): string {
  const address: string | undefined = request.ip;
  return networkOf(address ?? '');
}

/** What a hash cost, or whether there was one, is not to be told from when the answer came. */
async function untilNextStep(began: number, stepMs: number): Promise<void> {
  if (stepMs > 0) await pause(stepMs - ((performance.now() - began) % stepMs));
}

interface CookieOptions {
  readonly days: number;
  readonly path: string;
  readonly secure: boolean;
}

function setCookie(reply: FastifyReply, name: string, value: string, options: CookieOptions): void {
  const { days, path, secure } = options;
  void reply.setCookie(name, value, { path, httpOnly: true, sameSite: 'lax', secure, maxAge: days * 86_400 });
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
