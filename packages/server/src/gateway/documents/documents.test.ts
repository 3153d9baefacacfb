import { limits, closeCodes, commands, errorTable, events, routes } from '@tieline/protocol';
import { describe, expect, it } from 'vitest';
import { at, readDocument } from '../../flows/documents.fixture.ts';
import { asyncApi } from './asyncapi.ts';
import { openApi } from './openapi.ts';

type Json = Record<string, unknown>;

const origin = 'https://chat.harbor.example';
const asJson = (document: object): Json => JSON.parse(JSON.stringify(document)) as Json;
const http = asJson(openApi(origin, '/api/v1'));
const socket = asJson(asyncApi(origin, '/api/v1'));

/** Every object of a document, with the way to it. */
function* objectsIn(value: unknown, path = ''): Generator<readonly [string, Json]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [path, value as Json];
  for (const [key, part] of Object.entries(value)) yield* objectsIn(part, `${path}/${key}`);
}

/** Schemas with an example beside them, and what the example is. */
function* examplesIn(whole: Json): Generator<readonly [string, unknown, unknown]> {
  for (const [path, { schema, payload, example, examples }] of objectsIn(whole)) {
    if (schema !== undefined && example !== undefined) yield [path, schema, example];
    if (schema !== undefined && examples !== undefined)
      for (const { value } of Object.values(examples as Record<string, { value: unknown }>))
        yield [path, schema, value];
    if (payload !== undefined && Array.isArray(examples))
      for (const one of examples as { payload: unknown }[]) yield [path, payload, one.payload];
  }
}

describe.each([
  ['openapi.json', http],
  ['asyncapi.json', socket],
])('%s', (_, whole) => {
  it('has examples that are as their schemas say', () => {
    const document = readDocument(whole);
    const examples = [...examplesIn(whole)];
    expect(examples.length).toBeGreaterThan(30);
    // A header and a parameter of a path are text, whatever they say.
    const asSaid = examples.filter(([path]) => !path.includes('/parameters/'));
    const wrong = asSaid.flatMap(([path, schema, example]) => {
      const problem = document.problem(schema, example);
      return problem === null ? [] : [`${path}: ${problem}`];
    });
    expect(wrong).toEqual([]);
  });

  it('refers to what is in it, and names each schema of the contract once', () => {
    const references = [...objectsIn(whole)].flatMap(([, { $ref }]) =>
      typeof $ref === 'string' ? [$ref] : [],
    );
    expect(references.length).toBeGreaterThan(30);
    for (const reference of references) expect(at(whole, reference)).toBeTypeOf('object');
    const { schemas } = whole['components'] as { schemas: Json };
    for (const name of ['ConversationView', 'MessageView', 'SelfView', 'WireError', 'ErrorCode', 'SeatId'])
      expect(schemas).toHaveProperty(name);
    const named = new Set(Object.keys(schemas).map((name) => `#/components/schemas/${name}`));
    expect([...named].filter((name) => !references.includes(name))).toEqual([]);
  });

  it('says where the server is, and the limits of the wire', () => {
    expect(JSON.stringify(whole['servers'])).toContain('chat.harbor.example');
    expect(whole['x-limits']).toEqual(limits);
  });
});

interface Operation {
  readonly operationId: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Record<string, { readonly description: string }>;
}

describe('openapi.json', () => {
  const operations = Object.values(http['paths'] as Record<string, Record<string, Operation>>).flatMap(
    (item) =>
      Object.entries(item).flatMap(([method, operation]) => (method === 'parameters' ? [] : [operation])),
  );
  const of = (id: string): Operation => {
    const found = operations.find(({ operationId }) => operationId === id);
    if (!found) throw new Error(`There is no operation ${id}`);
    return found;
  };

  it('has every route of the contract, and each operation once', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const name of Object.keys(routes)) expect(ids).toContain(name);
  });

  it('asks for no session to log in', () => {
    for (const id of ['log-in', 'load-signed-in', 'livez', 'readyz', 'openapi'])
      expect(of(id).security).toEqual([]);
    for (const id of ['load-self', 'send-message', 'begin-upload', 'load-file'])
      expect(of(id).security ?? http['security']).toContainEqual({ token: [] });
  });

  it('tells which side a cookie is for, wherever one is taken', () => {
    for (const [name, { session }] of Object.entries(routes)) {
      const takes = of(name).parameters?.some((one) => one.name === 'x-tieline-surface') ?? false;
      expect({ name, takes }).toEqual({ name, takes: session });
    }
  });

  it('has the status of each error that a route may answer', () => {
    for (const [name, { errors }] of Object.entries(routes))
      for (const code of errors)
        expect(of(name).responses[errorTable[code].status]?.description).toContain(`\`${code}\``);
  });
});

describe('asyncapi.json', () => {
  it('has the answer of each command, every event, the side of a socket and the codes of its end', () => {
    const operations = socket['operations'] as Record<string, { reply?: { messages: { $ref: string }[] } }>;
    for (const name of Object.keys(commands))
      expect(operations[name]?.reply?.messages.map(({ $ref }) => $ref.split('/').at(-1))).toEqual([
        `${name}-done`,
        'error',
      ]);
    for (const name of Object.keys(events)) expect(operations).toHaveProperty(`on-${name}`);
    const handshake = at(socket, '#/channels/socket/bindings/ws/query') as { required: string[] };
    expect(handshake.required).toEqual(['surface']);
    const told = (socket['x-close-codes'] as { code: number }[]).map(({ code }) => code);
    expect(told).toEqual(expect.arrayContaining(Object.values(closeCodes)));
  });
});
