import { randomUUID } from 'node:crypto';
import { logIn } from '@tieline/client';
import type { SeatId, SelfView, SignInSurface, WireError } from '@tieline/protocol';
import { now, sleep } from '../ground/patience.ts';
import type { Lane } from '../ground/proxy.ts';

export interface HttpAnswer<Body = unknown> {
  readonly status: number;
  readonly body: Body & Partial<WireError>;
}

/** A signed-in device of one seat, and the lane on which it reaches the server. */
export interface Device {
  readonly name: string;
  readonly surface: SignInSurface;
  readonly seat: SeatId;
  readonly session: string;
  readonly token: string;
  readonly lane: Lane;
  /** Rejects when no answer came. */
  request<Body = unknown>(method: string, path: string, body?: unknown): Promise<HttpAnswer<Body>>;
}

export interface Who {
  readonly company: string;
  readonly name: string;
  readonly surface: SignInSurface;
}

export const password = 'correct horse battery';
export const emailOf = ({ company, name }: Pick<Who, 'company' | 'name'>): string =>
  `${name}@${company}.example`;

/** Milliseconds after which an answer is not waited for any more. */
export const answerWithin = 8000;

/** Does `work` until it succeeds; whatever stands in the way is meant to pass. */
export async function insist<Result>(what: string, work: () => Promise<Result>, within = 60_000) {
  const until = now() + within;
  for (let pause = 50; ; pause = Math.min(1000, pause * 2)) {
    try {
      return await work();
    } catch (fault) {
      if (now() > until) throw new Error(`Tried in vain: ${what}`, { cause: fault });
      await sleep(pause);
    }
  }
}

export async function signIn(lane: Lane, who: Who): Promise<Device> {
  const { name, surface } = who;
  const input = { company: who.company, email: emailOf(who), password, side: surface, credential: 'token' };
  const answer = await insist(`log in ${name}`, () => logIn(lane.url, input as never));
  if (answer.kind !== 'signed-in' || answer.token === null) throw new Error(`${name} was not signed in`);
  const { token } = answer;
  const request = requester(lane, token, surface);
  const self = await insist(`look at ${name}`, async () => {
    const told = await request<SelfView>('GET', '/me');
    if (told.status !== 200) throw new Error(JSON.stringify(told.body));
    return told.body;
  });
  return { name, surface, seat: self.seat, session: self.session, token, lane, request };
}

function requester(lane: Lane, token: string, surface: SignInSurface): Device['request'] {
  const headers = { authorization: `Bearer ${token}`, 'x-tieline-surface': surface };
  return async <Body>(method: string, path: string, body?: unknown) => {
    const response = await fetch(`${lane.url}/api/v1${path}`, {
      method,
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(answerWithin),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as HttpAnswer<Body>['body'] };
  };
}

export const newClientId = randomUUID;
