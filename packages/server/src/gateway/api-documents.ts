import {
  commands,
  events,
  protocolVersion,
  ReplyFrame,
  routes,
  subprotocol,
  WireError,
} from '@tieline/protocol';
import type { FastifyInstance } from 'fastify';
import type { TSchema } from 'typebox';
import { apiPrefix } from './rest.ts';

const version = String(protocolVersion);

interface Route {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  readonly answer: TSchema;
}

function parametersOf(where: 'path' | 'query', schema: TSchema | undefined): object[] {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Record<string, TSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, field]) => ({
    name,
    in: where,
    required: required.includes(name),
    schema: field,
  }));
}

const json = (schema: TSchema): object => ({ 'application/json': { schema } });

function operationOf(name: string, route: Route): object {
  return {
    operationId: name,
    summary: route.summary,
    parameters: [...parametersOf('path', route.params), ...parametersOf('query', route.query)],
    ...(route.body ? { requestBody: { required: true, content: json(route.body) } } : {}),
    responses: {
      200: { description: 'Done', content: json(route.answer) },
      default: { description: 'Refused, or an error of the table', content: json(WireError) },
    },
  };
}

/** OpenAPI 3.1, made from the schemas that check the requests. */
export function openApi(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [name, route] of Object.entries<Route>(routes)) {
    const path = `${apiPrefix}${route.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(name, route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tieline',
      version,
      description: 'What is asked once. Live conversation goes over the socket; see asyncapi.json.',
    },
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        office: { type: 'apiKey', in: 'cookie', name: 'tieline_office' },
        console: { type: 'apiKey', in: 'cookie', name: 'tieline_console' },
      },
    },
    security: [{ token: [] }, { office: [] }, { console: [] }],
  };
}

function commandSchema(name: string, input: TSchema): object {
  return {
    type: 'object',
    properties: { id: { type: 'integer', minimum: 0 }, do: { const: name }, with: input },
    required: ['id', 'do', 'with'],
    additionalProperties: false,
  };
}

/** AsyncAPI 3, made from the schemas that check the frames. */
export function asyncApi(): object {
  const messages: Record<string, object> = { reply: { name: 'reply', payload: ReplyFrame } };
  for (const [name, { summary, input }] of Object.entries(commands))
    messages[name] = { name, summary, payload: commandSchema(name, input) };
  for (const [name, payload] of Object.entries(events))
    messages[`on-${name}`] = { name: `on-${name}`, payload };
  const refs = (names: readonly string[]): object[] =>
    names.map((name) => ({ $ref: `#/channels/socket/messages/${name}` }));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Tieline socket',
      version,
      description: `One WebSocket, subprotocol ${subprotocol}. Each command gets one reply.`,
    },
    channels: { socket: { address: `${apiPrefix}/socket`, messages } },
    operations: {
      send: {
        action: 'receive',
        channel: { $ref: '#/channels/socket' },
        messages: refs(Object.keys(commands)),
      },
      hear: {
        action: 'send',
        channel: { $ref: '#/channels/socket' },
        messages: refs(['reply', ...Object.keys(events).map((name) => `on-${name}`)]),
      },
    },
  };
}

/** Anybody may ask for them, so their bytes are made once, by the first who does. */
export function mountApiDocuments(app: FastifyInstance): void {
  for (const [path, document] of [
    ['/openapi.json', openApi],
    ['/asyncapi.json', asyncApi],
  ] as const) {
    let bytes: Buffer | null = null;
    app.get(path, (_, reply) => {
      bytes ??= Buffer.from(JSON.stringify(document()));
      return reply.type('application/json; charset=utf-8').send(bytes);
    });
  }
}
