import { routes, signInSurfaces, type SelfView, type SignedIn } from '@tieline/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Answer, no, yes } from '../../features/answer.ts';
import type { Context } from '../../features/context.ts';
import { loadSelf } from '../../features/sessions/load-self.ts';
import { withDeadline } from '../limits/deadlines.ts';
import { apiPrefix, type RestOptions, sendNo } from './routes.ts';

/**
 * Who is signed in to this browser. The log-in page always asks, so nobody is an ordinary answer: browsers log every
 * error to the console of the page.
 */
export function mountSignedIn(
  app: FastifyInstance,
  context: Context,
  { authenticator, deadlines }: RestOptions,
): void {
  const load = async ({ headers, ip }: FastifyRequest): Promise<Answer<SignedIn>> => {
    const selves: SelfView[] = [];
    for (const surface of signInSurfaces) {
      // Only cookies: a token in the headers is a program's.
      const cookies = headers.cookie === undefined ? {} : { cookie: headers.cookie };
      const actor = await authenticator.identify(cookies, surface, ip);
      if (typeof actor === 'string') continue;
      if (!authenticator.rates.of(actor)()) return no('too-many-requests');
      const self = await loadSelf(context, actor);
      if (self.ok) selves.push(self.result);
    }
    return yes({ selves });
  };
  app.get(`${apiPrefix}${routes['load-signed-in'].path}`, async (request, reply) => {
    const answer = await withDeadline(deadlines, load(request));
    if (answer === 'late') return sendNo(reply, no('unavailable'));
    return answer.ok ? reply.header('cache-control', 'no-store').send(answer.result) : sendNo(reply, answer);
  });
}
