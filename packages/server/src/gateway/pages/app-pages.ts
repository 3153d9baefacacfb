import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import { type SignInSurface, signInSurfaces } from '@tieline/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createDeadlines, inTime } from '../limits/deadlines.ts';
import { consolePolicy, pagePolicy } from './page-policy.ts';

/** Milliseconds that a page waits for the word on its session. After that it is sent, and finds out by itself. */
const patienceMs = 500;

/** The built screens: files with a hash in their name are kept for ever, pages are asked for again. */
export async function mountPages(
  app: FastifyInstance,
  folder: string,
  isSignedOut: (request: FastifyRequest, side: SignInSurface) => Promise<boolean>,
): Promise<void> {
  if (!existsSync(folder)) return;
  const deadlines = createDeadlines(patienceMs);
  // The page would ask for its session in vain, and a browser writes that into its console as an error.
  const isKnownOut = async (request: FastifyRequest, side: SignInSurface): Promise<boolean> =>
    (await inTime(deadlines, isSignedOut(request, side)).catch(() => 'unknown')) === true;
  await app.register(fastifyStatic, {
    root: folder,
    cacheControl: false,
    preCompressed: true,
    setHeaders: (response, path) => {
      const hashed = path.includes('/assets/');
      response.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const policies = { office: pagePolicy, console: consolePolicy };
  for (const side of signInSurfaces) {
    // Every address below an app is a place in it.
    app.get(`/${side}`, (_, reply) => reply.redirect(`/${side}/`));
    app.get(`/${side}/*`, { helmet: { contentSecurityPolicy: policies[side] } }, async (request, reply) => {
      if (await isKnownOut(request, side)) return sendToLogIn(request, reply, side);
      return reply.sendFile(`${side}/index.html`);
    });
  }
}

/** The log-in page says why it is shown, and leads back here. */
function sendToLogIn(request: FastifyRequest, reply: FastifyReply, side: SignInSurface): FastifyReply {
  const [to = ''] = request.url.split('?');
  const query = new URLSearchParams({ reason: 'not-signed-in', side, to });
  return reply.header('cache-control', 'no-store').redirect(`/?${query.toString()}`, 303);
}
