import {
  closeCodes,
  type CommandName,
  commands,
  type EventName,
  events,
  limits,
  protocolVersion,
  SignInSurface,
  signInSurfaces,
  subprotocol,
  WireError,
  wireError,
} from '@tieline/protocol';
import type { TSchema } from 'typebox';
import { commandExamples, eventExamples } from './examples.ts';
import { createNamedSchemas, type NamedSchemas } from './named-schemas.ts';
import { sessionCookies } from './session-cookies.ts';

const description = `One WebSocket, subprotocol \`${subprotocol}\`. Every frame is JSON. A client sends commands; each has one reply, whose
\`re\` is the \`id\` of the command, in whatever order they are done. The server sends events by itself, the first of them
\`welcome\`. The answer to \`send-message\` stands among the events where the event \`message\` stands for everybody else, and
the socket that the message came by has no other. Clients have to bear fields and events that they do not know.

A line that is lost is opened again with pauses that grow, and \`resume\` brings what was missed.

A frame has at most ${limits.frameBytes} bytes; one of more than ${limits.commandBytes} counts for several commands of the rate. \`x-limits\` has all limits of the wire, \`x-close-codes\` why a socket is closed.`;

/** Close codes: those of the contract, and those of the WebSocket protocol itself. */
const closeReasons: readonly { readonly code: number; readonly reason: string; readonly meaning: string }[] =
  [
    {
      code: closeCodes['session-ended'],
      reason: 'session-ended',
      meaning: 'The session is over, as the event `session-ended` has said: log in again',
    },
    {
      code: closeCodes['protocol-version'],
      reason: 'protocol-version',
      meaning:
        'Kept for a version that ends while a socket is open. A handshake of another version is answered with HTTP 426',
    },
    {
      code: closeCodes['slow-consumer'],
      reason: 'slow-consumer',
      meaning: 'The client did not read what was sent to it: come back and resume',
    },
    {
      code: closeCodes['too-many-requests'],
      reason: 'too-many-requests',
      meaning: 'The client has sent on and on whatever it was answered: come back later',
    },
    {
      code: closeCodes.restarting,
      reason: 'restarting',
      meaning: 'The server stops or is overloaded: come back and resume',
    },
    {
      code: 1006,
      reason: '',
      meaning: 'The line was lost, or the client was not heard of for two heartbeats',
    },
    { code: 1009, reason: '', meaning: `A frame had more than ${limits.frameBytes} bytes` },
  ];

interface Parts {
  readonly messages: Record<string, object>;
  readonly operations: Record<string, object>;
}

const channel = { $ref: '#/channels/socket' };
const message = (name: string): object => ({ $ref: `#/channels/socket/messages/${name}` });

/** The AsyncAPI 3 document of the socket. `url`: the origin of this server. */
export function asyncApi(url: string, prefix: string): object {
  const schemas = createNamedSchemas();
  const { host, protocol } = new URL(url.replace(/^http/, 'ws'));
  const fromClient = commandParts(schemas);
  const fromServer = eventParts(schemas);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Tieline socket',
      version: String(protocolVersion),
      description,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      here: {
        host,
        protocol: protocol.replace(':', ''),
        description: 'This server',
        security: ['token', ...signInSurfaces].map((name) => ({
          $ref: `#/components/securitySchemes/${name}`,
        })),
      },
    },
    channels: {
      socket: {
        address: `${prefix}/socket`,
        title: 'The live line of one device',
        servers: [{ $ref: '#/servers/here' }],
        bindings: { ws: handshake(schemas) },
        messages: { ...fromClient.messages, ...fromServer.messages },
      },
    },
    operations: { ...fromClient.operations, ...fromServer.operations },
    components: {
      schemas: schemas.definitions(),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'Of a log-in with the credential `token`' },
        ...sessionCookies('httpApiKey'),
      },
    },
    'x-close-codes': closeReasons,
    'x-limits': limits,
  };
}

/** The HTTP request that opens a socket. */
function handshake(schemas: NamedSchemas): object {
  return {
    method: 'GET',
    query: {
      type: 'object',
      properties: {
        surface: schemas.refer(SignInSurface),
        idle: {
          type: 'string',
          enum: ['true', 'false'],
          description: '`true`: nobody is in front of this device (PRES-7)',
        },
      },
      required: ['surface'],
    },
    headers: {
      type: 'object',
      properties: {
        'Sec-WebSocket-Protocol': { type: 'string', const: subprotocol },
        Authorization: {
          type: 'string',
          description: '`Bearer` and the token; a browser sends its cookie instead',
        },
      },
      required: ['Sec-WebSocket-Protocol'],
    },
    bindingVersion: '0.1.0',
  };
}

function commandParts(schemas: NamedSchemas): Parts {
  const parts: Parts = { messages: {}, operations: {} };
  for (const name of Object.keys(commands) as CommandName[]) {
    const { summary, input, result } = commands[name];
    const example = commandExamples[name];
    parts.messages[name] = {
      name,
      title: summary,
      correlationId: { location: '$message.payload#/id' },
      payload: commandSchema(schemas, name, input),
      examples: [{ payload: { id: 1, do: name, with: example.with } }],
    };
    parts.messages[`${name}-done`] = {
      name: `${name}-done`,
      title: `The answer to ${name}`,
      correlationId: { location: '$message.payload#/re' },
      payload: answerSchema(schemas, result),
      examples: [{ payload: { re: 1, ok: example.ok } }],
    };
    parts.operations[name] = {
      action: 'receive',
      channel,
      summary,
      messages: [message(name)],
      reply: { channel, messages: [message(`${name}-done`), message('error')] },
    };
  }
  parts.messages['error'] = {
    name: 'error',
    title: 'The answer to a command that was not done',
    summary: '`re` is null where the frame was too broken to know its id',
    correlationId: { location: '$message.payload#/re' },
    payload: {
      type: 'object',
      properties: { re: { type: ['integer', 'null'] }, error: schemas.refer(WireError) },
      required: ['re', 'error'],
    },
    examples: [{ payload: { re: 1, error: wireError('not-found') } }],
  };
  return parts;
}

function commandSchema(schemas: NamedSchemas, name: string, input: TSchema): object {
  const id = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
  return {
    type: 'object',
    properties: { id, do: { const: name }, with: schemas.refer(input) },
    required: ['id', 'do', 'with'],
    additionalProperties: false,
  };
}

function answerSchema(schemas: NamedSchemas, result: TSchema): object {
  return {
    type: 'object',
    properties: { re: { type: 'integer' }, ok: schemas.refer(result) },
    required: ['re', 'ok'],
  };
}

const eventSummaries: { readonly [Name in EventName]: string } = {
  welcome: 'The first: who you are here',
  message: 'A message was stored; `loud`: it counts as unread and may notify',
  'message-changed':
    'A message that was there before was edited, deleted or reacted to; it counts as nothing new',
  'unreadable-change':
    'Something has changed in a conversation that you may not read: its number alone (MSG-9)',
  conversation: 'A conversation appeared, or what you may do in it has changed',
  'interaction-ended': 'An agent chat has ended: by whom, and what reached nobody (HIST-5, DEL-3)',
  presence: 'Somebody whom this socket watches looks different',
  typing: 'Somebody began or stopped typing',
  receipt: 'The other one has read up to here',
  read: 'You have read on another device',
  self: 'Your own status has changed, on whichever device',
  mark: 'A newer token to resume from; all that it covers was sent before it',
  'company-changed': 'Administrators have changed the company, or you: load the lists anew',
  'roster-changed':
    'Administrators have changed others: load the rosters that you show, and these conversations, again',
  'session-ended': 'The session is over; the socket is closed with 4401',
};

function eventParts(schemas: NamedSchemas): Parts {
  const parts: Parts = { messages: {}, operations: {} };
  for (const name of Object.keys(events) as EventName[]) {
    const id = `on-${name}`;
    parts.messages[id] = {
      name: id,
      title: eventSummaries[name],
      payload: schemas.refer(events[name]),
      examples: [{ payload: eventExamples[name] }],
    };
    parts.operations[id] = {
      action: 'send',
      channel,
      summary: eventSummaries[name],
      messages: [message(id)],
    };
  }
  return parts;
}
