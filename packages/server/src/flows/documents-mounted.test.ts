import { startTestServer, type TestServer } from '@tieline/testkit';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import pino from 'pino';
import { createKnownTenants } from '../facts/known-tenants.ts';
import { createDeadlines } from '../gateway/limits/deadlines.ts';
import { createAuthenticator } from '../gateway/authentication/authenticator.ts';
import { createHttp } from '../gateway/http.ts';
import { createSlots } from '../gateway/limits/slots.ts';
import { createNodeRates } from '../gateway/limits/rates.ts';
import { openApi } from '../gateway/documents/openapi.ts';
import { defaultLimits } from '../node/limits.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => server.close());

/** Each method and path of what `printRoutes` draws as a tree. */
function routesIn(tree: string): string[] {
  const parents: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const match = /^(.*?)(?:├|└)── (\S*)(?: \((.*)\))?$/.exec(line);
    if (!match) return [];
    const [, indent = '', part = '', methods = ''] = match;
    const depth = indent.length / 4;
    parents[depth] = (depth > 0 ? (parents[depth - 1] ?? '') : '') + part;
    const path = (parents[depth] ?? '').replaceAll(/:(\w+)/g, '{$1}');
    return methods === '' ? [] : methods.split(', ').map((method) => `${method} ${path}`);
  });
}

it('every route that the server has is in openapi.json', async () => {
  const { context } = server.node;
  const tenants = createKnownTenants(server.store);
  const app = await createHttp(context, {
    logger: pino({ level: 'silent' }),
    webFolder: '/nonexistent',
    secure: false,
    origin: () => 'http://localhost:1',
    limits: defaultLimits,
    trustedProxies: [],
    authenticator: createAuthenticator(context, createNodeRates(defaultLimits), tenants),
    slots: createSlots(),
    delayRefusal: (_, send) => send(),
    deadlines: createDeadlines(1000),
    signingKey: Buffer.alloc(32),
    isOriginAllowed: () => true,
    isDraining: () => false,
  });
  const mounted = routesIn(app.printRoutes({ commonPrefix: false }));
  await app.close();
  const { paths } = openApi('http://localhost:1', '/api/v1') as {
    paths: Record<string, Record<string, unknown>>;
  };
  const described = new Set(
    Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    ),
  );
  expect(mounted.length).toBeGreaterThan(30);
  // The framework answers HEAD wherever there is GET.
  const missing = mounted.filter(
    (route) => !described.has(route) && !described.has(route.replace('HEAD', 'GET')),
  );
  expect(missing).toEqual([]);
});
