import type { FastifyInstance } from 'fastify';
import type { Context } from '../features/context.ts';

/** `/livez`: the process answers. `/readyz`: it can do its work, which takes the database. */
export function mountHealth(app: FastifyInstance, context: Context, isDraining: () => boolean): void {
  app.get('/livez', () => ({ live: true }));
  app.get('/readyz', async (_, reply) => {
    const ready = !isDraining() && (await isDatabaseThere(context));
    return reply.status(ready ? 200 : 503).send({ ready });
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
