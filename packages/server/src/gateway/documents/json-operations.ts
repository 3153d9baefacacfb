import { commonErrors, type ErrorCode, type RouteName, routes } from '@tieline/protocol';
import type { TSchema } from 'typebox';
import { routeExamples } from './examples.ts';
import type { NamedSchemas } from './named-schemas.ts';
import { errorResponses, jsonContent } from './responses.ts';

type Paths = Record<string, Record<string, object>>;

/** Names the side whose cookie is meant. A bearer token is of one side alone. */
export const surfaceHeader = {
  name: 'x-tieline-surface',
  in: 'header',
  required: false,
  description:
    'The side that the request is for. Needed with a cookie, as a browser may have one for each side.',
  schema: { $ref: '#/components/schemas/SignInSurface' },
  example: 'office',
};

/** The operations of the routes of the contract, by their paths. */
export function jsonPaths(schemas: NamedSchemas, prefix: string): Paths {
  const paths: Paths = {};
  for (const name of Object.keys(routes) as RouteName[]) {
    const { method, path } = routes[name];
    const place = `${prefix}${path.replace(/:(\w+)/g, '{$1}')}`;
    paths[place] = { ...paths[place], [method.toLowerCase()]: operationOf(schemas, name) };
  }
  return paths;
}

interface Described {
  readonly answer: TSchema;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
}

function operationOf(schemas: NamedSchemas, name: RouteName): object {
  const route = routes[name];
  const { params, query, body }: Described = route;
  const example = routeExamples[name];
  const parameters = [
    ...parametersOf(schemas, 'path', params, example.params),
    ...parametersOf(schemas, 'query', query, example.query),
    ...(route.session ? [surfaceHeader] : []),
  ];
  return {
    operationId: name,
    summary: route.summary,
    tags: [tagOf(name)],
    ...(route.session ? {} : { security: [] }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: jsonContent(schemas, body, example.body) } } : {}),
    responses: {
      200: {
        description: 'Done',
        ...cookiesOf(name),
        content: jsonContent(schemas, route.answer, example.answer),
      },
      ...errorResponses(schemas, errorsOf(name)),
    },
  };
}

function errorsOf(name: RouteName): ErrorCode[] {
  const route = routes[name];
  const hasInput = 'params' in route || 'query' in route;
  return [
    ...(hasInput ? commonErrors.input : []),
    ...('body' in route ? commonErrors.body : []),
    ...(route.session ? commonErrors.session : []),
    ...(route.method === 'GET' ? [] : commonErrors.change),
    ...route.errors,
    ...commonErrors.always,
  ];
}

function parametersOf(
  schemas: NamedSchemas,
  where: 'path' | 'query',
  schema: TSchema | undefined,
  example: object | undefined,
): object[] {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Record<string, TSchema>;
    required?: string[];
  };
  const examples = new Map<string, unknown>(Object.entries(example ?? {}));
  return Object.entries(properties).map(([name, field]) => ({
    name,
    in: where,
    required: required.includes(name),
    schema: schemas.refer(field),
    ...(examples.has(name) ? { example: examples.get(name) } : {}),
  }));
}

function tagOf(name: RouteName): string {
  if (/log-|session|signed-in|self/.test(name)) return 'Sessions';
  return /explain|refusals/.test(name) ? 'Administration' : 'Conversations';
}

/** The cookies that the browser is told to store, or to delete. */
function cookiesOf(name: RouteName): object {
  const description = {
    'log-in':
      'With the credential `cookie`: `tieline_office` or `tieline_console`, and `tieline_device`, by which a known device is let in where others guess.',
    'log-out': 'Takes the cookie of this side away.',
  }[name as string];
  return description === undefined
    ? {}
    : { headers: { 'Set-Cookie': { description, schema: { type: 'string' } } } };
}
