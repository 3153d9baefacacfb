import { beforeEach, describe, expect, it, vi } from 'vitest';
import { wireError } from '@tieline/protocol';
import { conversationOf, selfView } from '../../test/cast.ts';
import { LineLost, WireFault } from './fault.ts';
import { createRest } from './rest.ts';

const fetched = vi.fn<typeof globalThis.fetch>();
const chat = conversationOf(1);
const options = {
  baseUrl: 'http://server.test',
  surface: 'office',
  fetch: fetched,
  answerWithin: 1_000,
} as const;
const rest = createRest(options);
const asked = () => {
  const [url, init] = fetched.mock.lastCall ?? [];
  return { url, init, headers: new Headers(init?.headers) };
};
const answers = (body: unknown, status = 200) =>
  fetched.mockImplementation(() => Promise.resolve(new Response(JSON.stringify(body), { status })));
const failure = () => rest('load-self', {}).catch((reason: unknown) => reason);

beforeEach(() => void fetched.mockReset());

describe('a request', () => {
  it('fills the path and the query, and says which surface it speaks for', async () => {
    answers({ messages: [], hasBefore: false, hasAfter: false, rule: 'HIST-1' });
    await rest('load-history', { params: { conversation: chat }, query: { after: 0, limit: 10 } });
    const { url, init, headers } = asked();
    expect(url).toBe(`http://server.test/api/v1/conversations/${chat}/messages?after=0&limit=10`);
    expect(init).toMatchObject({ method: 'GET', credentials: 'same-origin' });
    expect(headers.get('x-tieline-surface')).toBe('office');
    expect(headers.has('authorization')).toBe(false);
  });

  it('does not let a value leave its place in the path', async () => {
    answers({ entries: [], next: null });
    await rest('load-roster', { params: { roster: '../me' as 'office' }, query: { search: 'a&b=c' } });
    expect(asked().url).toBe('http://server.test/api/v1/rosters/..%2Fme?search=a%26b%3Dc');
  });

  it('carries the token of a program, and no cookie beside it', async () => {
    answers(selfView());
    await createRest({ ...options, token: 'secret' })('load-self', {});
    expect(asked().headers.get('authorization')).toBe('Bearer secret');
    expect(asked().init?.credentials).toBe('omit');
  });

  it('sends its body as JSON', async () => {
    answers({ kind: 'choose-side', sides: ['office', 'console'] });
    const body = { company: 'harbor', email: 'mia@example.test', password: 'x' };
    await rest('log-in', { body });
    expect(asked().init?.body).toBe(JSON.stringify(body));
    expect(asked().headers.get('content-type')).toBe('application/json');
  });
});

describe('a failure', () => {
  it('is the error that the server tells', async () => {
    answers(wireError('not-found'), 404);
    expect(await failure()).toBeInstanceOf(WireFault);
    expect(await failure()).toMatchObject({
      wire: wireError('not-found'),
      message: 'There is no such thing.',
    });
  });

  it('is told from the status where a proxy answers in place of the server', async () => {
    fetched.mockImplementation(() => Promise.resolve(new Response('<h1>Bad Gateway</h1>', { status: 502 })));
    expect(await failure()).toMatchObject({ wire: { code: 'unavailable', retry: true } });
    fetched.mockImplementation(() => Promise.resolve(new Response('', { status: 401 })));
    expect(await failure()).toMatchObject({ wire: { code: 'not-signed-in', retry: false } });
  });

  it('is a lost line where nothing answers, or no answer can be read', async () => {
    fetched.mockImplementation(() => Promise.reject(new TypeError('fetch failed')));
    expect(await failure()).toBeInstanceOf(LineLost);
    expect(await failure()).toMatchObject({
      message: 'There is no connection to the server. Try again in a moment.',
    });
    fetched.mockImplementation(() => Promise.resolve(new Response('<html>')));
    expect(await failure()).toMatchObject({ wire: { code: 'unavailable', retry: true } });
  });
});
