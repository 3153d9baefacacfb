import type { FastifyInstance } from 'fastify';
import { asyncApi } from './asyncapi.ts';
import { openApi } from './openapi.ts';
import { apiPrefix } from '../rest/routes.ts';

/** Anybody may request the documents, so each is made once and its bytes are kept. `address`: the origin of this server. */
export function mountApiDocuments(app: FastifyInstance, address: () => string): void {
  for (const [path, document] of [
    ['/openapi.json', openApi],
    ['/asyncapi.json', asyncApi],
  ] as const) {
    let bytes: Buffer | null = null;
    app.get(path, (_, reply) => {
      bytes ??= Buffer.from(JSON.stringify(document(address(), apiPrefix)));
      return reply.type('application/json; charset=utf-8').send(bytes);
    });
  }
}
