import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import { type SignInSurface, signInSurfaces } from '@tieline/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createDeadlines, withDeadline } from '../limits/deadlines.ts';
import { consolePolicy, pagePolicy } from './page-policy.ts';

/** Milliseconds that the check of the session may delay a page. After that it is sent, and its script finds out. */
const patienceMs = 500;

/** Serves the built screens: browsers cache files with a hash in their name for ever, and revalidate pages. */
export async function mountPages(
  app: FastifyInstance,
  folder: string,
  isSignedOut: (request: FastifyRequest, side: SignInSurface) => Promise<boolean>,
): Promise<void> {
  if (!existsSync(folder)) return;
  const deadlines = createDeadlines(patienceMs);
  // Without this the page requests its session in vain, which browsers log to the console as an error.
  const mustLogIn = async (request: FastifyRequest, side: SignInSurface): Promise<boolean> =>
    (await withDeadline(deadlines, isSignedOut(request, side)).catch(() => 'unknown')) === true;
  await app.register(fastifyStatic, {
    root: folder,
    cacheControl: false,
    preCompressed: true,
    setHeaders: (response, path) => {
      const hasHash = path.includes('/assets/');
      response.setHeader('cache-control', hasHash ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const policies = { office: pagePolicy, console: consolePolicy };
  for (const side of signInSurfaces) {
    // Every address below an app is a route inside it.
    app.get(`/${side}`, (_, reply) => reply.redirect(`/${side}/`));
    app.get(`/${side}/*`, { helmet: { contentSecurityPolicy: policies[side] } }, async (request, reply) => {
      if (await mustLogIn(request, side)) return sendToLogIn(request, reply, side);
      return reply.sendFile(`${side}/index.html`);
    });
  }
}

/** The query tells the log-in page why it is shown, and where to go afterwards. */
function sendToLogIn(request: FastifyRequest, reply: FastifyReply, side: SignInSurface): FastifyReply {
  const [to = ''] = request.url.split('?');
  const query = new URLSearchParams({ reason: 'not-signed-in', side, to });
  return reply.header('cache-control', 'no-store').redirect(`/?${query.toString()}`, 303);
}
