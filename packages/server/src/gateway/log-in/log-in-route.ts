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
  /** Limits how many passwords are hashed at once: the threads that do it read files as well. */
  readonly hashing: Admission;
  /** Milliseconds; a failure is answered at a whole number of these steps. */
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
    const proofs = request.cookies[deviceCookie] ?? '';
    const device = devices.nameOf(proofs, account);
    const address = addressOf(request);
    const finish = await guard.begin({ ...account, address, device });
    if (!finish) return reply.status(429).send(wireError('too-many-requests'));
    let hasFailed = false;
    try {
      const startedAt = performance.now();
      // A known device has a queue of its own, so that strangers at the same address do not delay it.
      const answer = await hashing.within(device ?? address, () =>
        logIn(context, input.value, deviceOf(request)),
      );
      hasFailed = !answer.ok && answer.code === 'log-in-failed';
      if (hasFailed) await waitForNextStep(startedAt, failedStepMs);
      if (!answer.ok) return sendNo(reply, answer);
      const { result } = answer;
      if (result.kind === 'choose-side') return reply.send(result);
      const { surface, session, token } = result;
      const wantsToken = input.value.credential === 'token';
      if (!wantsToken) {
        setCookie(reply, cookieName(surface), token, { days: sessionDays, path: '/', secure });
        const path = `${apiPrefix}${routes['log-in'].path}`;
        setCookie(reply, deviceCookie, devices.remember(proofs, account), { days: deviceDays, path, secure });
      }
      return reply.send({ kind: 'signed-in', surface, session, token: wantsToken ? token : null });
    } finally {
      finish(hasFailed);
    }
  });
}

/** A company that does not exist is treated like any other, so that nobody learns which companies exist. */
function accountOf({ company, email }: LogInRequest): Account {
  return { company: company.trim().toLowerCase(), email: email.trim().toLowerCase() };
}

/** The address is undefined once the client has closed the connection, whatever the type says. */
function addressOf(request: FastifyRequest): string {
  const address: string | undefined = request.ip;
  return networkOf(address ?? '');
}

/** Hides in the time of the answer what a hash cost, and whether there was one. */
async function waitForNextStep(startedAt: number, stepMs: number): Promise<void> {
  if (stepMs > 0) await pause(stepMs - ((performance.now() - startedAt) % stepMs));
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

/** A short name of the device, for the list of sessions. */
function deviceOf(request: FastifyRequest): string {
  const agent = request.headers['user-agent'] ?? '';
  const browser = /(Firefox|Edg|Chrome|Safari)\//.exec(agent)?.[1]?.replace('Edg', 'Edge') ?? 'Program';
  const system = /(Windows|Mac OS X|Android|iPhone|iPad|Linux|CrOS)/
    .exec(agent)?.[1]
    ?.replace('Mac OS X', 'macOS');
  return system === undefined ? browser : `${browser} on ${system}`;
}
