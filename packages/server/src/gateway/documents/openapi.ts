import { limits, protocolVersion, SignInSurface, signInSurfaces } from '@tieline/protocol';
import { defaultLimits } from '../../node/limits.ts';
import { jsonPaths } from './json-operations.ts';
import { createNamedSchemas } from './named-schemas.ts';
import { otherPaths } from './other-operations.ts';
import { sessionCookies } from './session-cookies.ts';

const description = `What is asked once. Live conversation goes over one WebSocket: see /asyncapi.json.

Log in with \`credential: "token"\` and send the token as \`Authorization: Bearer\`. Browsers have a cookie for each side
instead, and say in \`x-tieline-surface\` which one they mean.

Who sends a message has to be there: a socket of the same seat is open, on this device or another one (DEL-1).

Every error has the form \`WireError\`: \`code\` is stable, \`retry\` tells whether the same request may be sent again, and
\`refusal\` names the rule where one says no. Clients have to bear fields that they do not know.

A body has at most ${limits.frameBytes} bytes. A session may ask ${defaultLimits.sessionRate} times a second, twice as often at once, unless the
operator has said otherwise; a JSON body of more than ${limits.commandBytes} bytes counts for several requests. What is
beyond that is answered with 429. \`x-limits\` has all limits of the wire.`;

const tags = [
  ['Sessions', 'Logging in and out, and the signed-in devices'],
  ['Conversations', 'Rosters, conversations and messages'],
  ['Administration', 'For administrators'],
  ['Files', 'Uploads by tus (https://tus.io), and downloads'],
  ['Pages', 'For people in browsers'],
  ['Socket', 'The live line'],
  ['Health', 'For whoever runs it'],
  ['Documents', 'The descriptions of this interface'],
] as const;

/** The OpenAPI 3.1 document of all HTTP operations. `url`: the origin of this server. */
export function openApi(url: string, prefix: string): object {
  const schemas = createNamedSchemas();
  // Headers and paths refer to it by name, so it has to be defined even if no body uses it.
  schemas.refer(SignInSurface);
  const paths = { ...jsonPaths(schemas, prefix), ...otherPaths(schemas, prefix) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tieline',
      version: String(protocolVersion),
      summary: 'One messaging system for the contact center and the office',
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url, description: 'This server' }],
    security: [{ token: [] }, ...signInSurfaces.map((surface) => ({ [surface]: [] }))],
    tags: tags.map(([name, about]) => ({ name, description: about })),
    paths,
    components: {
      schemas: schemas.definitions(),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'Of a log-in with the credential `token`' },
        ...sessionCookies('apiKey'),
      },
    },
    'x-limits': limits,
  };
}
