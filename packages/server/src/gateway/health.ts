import type { FastifyInstance } from 'fastify';
import type { Context } from '../features/context.ts';

/**
 * `/livez`: the process answers. `/readyz`: it can do its work, which takes a database that answers and writes; and
 * whether there is room for what people upload, without which everything else goes on.
 */
export function mountHealth(app: FastifyInstance, context: Context, isDraining: () => boolean): void {
  app.get('/livez', () => ({ live: true }));
  app.get('/readyz', async (_, reply) => {
    const ready = !isDraining() && context.lease.isValid() && (await isDatabaseThere(context));
    return reply.status(ready ? 200 : 503).send({ ready, uploads: await uploadsOf(context) });
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

async function uploadsOf({ files }: Context): Promise<'open' | 'no-room'> {
  const hasRoom = await files.staging.hasRoomFor(0).catch(() => false);
  return hasRoom ? 'open' : 'no-room';
}
