import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { consolePolicy, pagePolicy } from './page-policy.ts';

/** The built screens: files with a hash in their name are kept for ever, pages are asked for again. */
export async function mountPages(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  await app.register(fastifyStatic, {
    root: folder,
    cacheControl: false,
    preCompressed: true,
    setHeaders: (response, path) => {
      const hashed = path.includes('/assets/');
      response.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  for (const [side, policy] of Object.entries({ office: pagePolicy, console: consolePolicy })) {
    // Every address below an app is a place in it.
    app.get(`/${side}`, (_, reply) => reply.redirect(`/${side}/`));
    app.get(`/${side}/*`, { helmet: { contentSecurityPolicy: policy } }, (_, reply) =>
      reply.sendFile(`${side}/index.html`),
    );
  }
}
