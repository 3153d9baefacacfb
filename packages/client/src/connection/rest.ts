import type { RouteName, RouteParts, SignInSurface, WireError } from '@tieline/protocol';
import { LineLost, ownFault, WireFault } from './fault.ts';
import { apiRoot, routeLines } from './wire.ts';

type Part<
  Name extends RouteName,
  Key extends 'params' | 'query' | 'body',
> = RouteParts[Key][Name] extends undefined
  ? { readonly [Each in Key]?: never }
  : { readonly [Each in Key]: RouteParts[Key][Name] };

/** What a route takes: `params` of its path, `query` and `body`, each where the contract has it. */
export type RestInput<Name extends RouteName> = Part<Name, 'params'> &
  Part<Name, 'query'> &
  Part<Name, 'body'>;
export type RestAnswer<Name extends RouteName> = RouteParts['answer'][Name];

/** Asks a route. Rejects with a {@link WireFault}. */
export type Rest = <Name extends RouteName>(name: Name, input: RestInput<Name>) => Promise<RestAnswer<Name>>;

export interface RestOptions {
  readonly baseUrl: string;
  /** Null while nobody is signed in. */
  readonly surface: SignInSurface | null;
  readonly token?: string | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Milliseconds. */
  readonly answerWithin: number;
}

interface LooseInput {
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
}

/** A typed fetch of the routes of the contract. */
export function createRest(options: RestOptions): Rest {
  return async (name, input) => {
    const { method, path } = routeLines[name];
    const loose = input as LooseInput;
    const url = `${options.baseUrl}${apiRoot}${filledPath(path, loose.params)}${queryOf(loose.query)}`;
    const answer = await answerOf(url, method, loose.body, options);
    return answer as RestAnswer<typeof name>;
  };
}

async function answerOf(url: string, method: string, body: unknown, options: RestOptions): Promise<unknown> {
  // The header tells a form of a foreign page from a request of ours: a page elsewhere cannot set it.
  const headers: Record<string, string> = {};
  if (options.surface !== null) headers['x-tieline-surface'] = options.surface;
  if (options.token !== undefined) headers['authorization'] = `Bearer ${options.token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  const ask = options.fetch ?? globalThis.fetch;
  const response = await orLineLost(
    ask(url, {
      method,
      headers,
      credentials: options.token === undefined ? 'same-origin' : 'omit',
      signal: AbortSignal.timeout(options.answerWithin),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  const text = await orLineLost(response.text());
  const answer = parsed(text);
  if (!response.ok) throw new WireFault(isWireError(answer) ? answer : faultOfStatus(response.status));
  if (answer === undefined) throw new LineLost();
  return answer;
}

/** A request that never reached the server, or whose answer broke off, is a lost line. */
async function orLineLost<Answer>(work: Promise<Answer>): Promise<Answer> {
  try {
    return await work;
  } catch (cause) {
    throw new LineLost(cause);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // A page of some proxy between here and the server.
    return undefined;
  }
}

function isWireError(answer: unknown): answer is WireError {
  return typeof answer === 'object' && answer !== null && 'code' in answer && 'sentence' in answer;
}

function faultOfStatus(status: number): WireError {
  if (status === 401) return ownFault('not-signed-in');
  if (status === 404) return ownFault('not-found');
  if (status === 429) return ownFault('too-many-requests');
  return { ...ownFault('unavailable'), retry: status >= 500 };
}

function filledPath(path: string, params: LooseInput['params']): string {
  return path.replaceAll(/:(\w+)/g, (_, key: string) => encodeURIComponent(String(params?.[key])));
}

function queryOf(query: LooseInput['query']): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  if (pairs.length === 0) return '';
  return `?${new URLSearchParams(pairs.map(([key, value]): [string, string] => [key, String(value)]))}`;
}
