import { ConversationId, FileId, SignInSurface } from '@tieline/protocol';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { no } from '../../features/answer.ts';
import { loadFile } from '../../features/files/load-file.ts';
import type { BlobForm } from '../../files/blob-store.ts';
import { compileTextCheck } from '../check-schema.ts';
import type { Authenticator } from '../authentication/authenticator.ts';
import { sendNoOrPage } from '../pages/error-page.ts';
import { noteRefusal } from '../note-refusal.ts';
import { sendFile, type Downloads } from './send-file.ts';

interface FileAddress {
  readonly surface: SignInSurface;
  readonly conversation: ConversationId;
  readonly file: FileId;
}
const check = compileTextCheck<FileAddress>(
  Type.Object({ surface: SignInSurface, conversation: ConversationId, file: FileId }),
);

const forms: readonly (readonly [string, BlobForm])[] = [
  ['', 'itself'],
  ['/thumbnail', 'thumbnail'],
  ['/large', 'large'],
];

/** How many commands a request counts for, as it takes several queries to find out who may read a file. */
const cost = 2;

/** CONT-5, CONT-6: files, for readers of their conversation. A file that is missing, of others or hidden is a 404 alike. */
export function mountFiles(app: FastifyInstance, authenticator: Authenticator, downloads: Downloads): void {
  const { context } = downloads;
  for (const [ending, form] of forms)
    app.route({
      // HEAD is named, as the one that Fastify derives from GET reads the whole file.
      method: ['GET', 'HEAD'],
      url: `/files/:surface/:conversation/:file${ending}`,
      handler: async (request, reply) => {
        const input = check(request.params);
        if (!input.ok) return sendNoOrPage(reply, no('not-found'));
        const { surface, conversation, file } = input.value;
        const actor = await authenticator.identify(request.headers, surface, request.ip);
        if (actor === 'too-many-requests') return sendNoOrPage(reply, no(actor));
        if (actor === 'not-signed-in') return sendNoOrPage(reply, no('not-found'));
        if (!authenticator.rates.of(actor)(cost)) return sendNoOrPage(reply, no('too-many-requests'));
        const answer = await loadFile(context, actor, { conversation, file, form });
        noteRefusal(context, actor, { name: 'load-file', input: input.value }, answer);
        return answer.ok
          ? sendFile(downloads, actor, request, reply, answer.result)
          : sendNoOrPage(reply, answer);
      },
    });
}
