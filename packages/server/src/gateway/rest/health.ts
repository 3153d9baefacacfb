import type { Liveness, Readiness } from '@tieline/protocol';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../features/context.ts';

/**
 * `/livez`: the process answers. `/readyz`: the node can do its work, for which the database has to answer and write; and
 * whether there is room for uploads, without which everything else still works.
 */
export function mountHealth(app: FastifyInstance, context: Context, isDraining: () => boolean): void {
  app.get('/livez', (): Liveness => ({ live: true }));
  app.get('/readyz', async (_, reply) => {
    const ready = !isDraining() && context.lease.isValid() && (await isDatabaseThere(context));
    const answer: Readiness = { ready, uploads: await uploadsOf(context) };
    return reply.status(ready ? 200 : 503).send(answer);
  });
}

async function isDatabaseThere(context: Context): Promise<boolean> {
  try {
    await context.store.ping();
    return true;
  } catch {
    return false;
  }
}

async function uploadsOf({ files }: Context): Promise<Readiness['uploads']> {
  const hasRoom = await files.staging.hasRoomFor(0).catch(() => false);
  return hasRoom ? 'open' : 'no-room';
}
