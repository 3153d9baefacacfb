import { ConversationId, FileId, wireError } from '@tieline/protocol';
import { Metadata } from '@tus/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { no, type No } from '../../features/answer.ts';
import type { Actor, Context } from '../../features/context.ts';
import { beginUpload, type NewUpload } from '../../features/files/begin-upload.ts';
import { cancelUpload } from '../../features/files/cancel-upload.ts';
import { loadUpload } from '../../features/files/load-upload.ts';
import type { FileRecord } from '../../store/files.ts';
import { compileTextCheck } from '../check-schema.ts';
import { asSurface } from '../authentication/request-token.ts';
import type { Authenticator } from '../authentication/authenticator.ts';
import { noteRefusal } from '../note-refusal.ts';
import { apiPrefix, sendNo } from '../rest/routes.ts';
import { limitSilence } from '../limits/slow-requests.ts';
import { type CurrentUpload, withUpload } from './current-uploads.ts';
import { createTusServer } from './tus-server.ts';
import { UploadLocks } from './upload-locks.ts';

const address = `${apiPrefix}/uploads`;

const checkId = compileTextCheck<{ file: FileId }>(Type.Object({ file: FileId }));
const checkMetadata = compileTextCheck<Omit<NewUpload, 'size'>>(
  Type.Object({
    conversation: ConversationId,
    use: Type.Union([Type.Literal('file'), Type.Literal('image')]),
    // Longer than any name that is kept: those are cut, and not refused.
    name: Type.String({ maxLength: 5000 }),
  }),
);

export interface UploadOptions {
  readonly authenticator: Authenticator;
  /** Milliseconds without a byte after which an upload that is not all here is cut off. */
  readonly silenceMs: number;
}

/**
 * Resumable uploads, by the tus protocol. Each request is authenticated and its upload looked up here; the library only
 * moves the bytes.
 */
export function mountUploads(
  app: FastifyInstance,
  context: Context,
  { authenticator, silenceMs }: UploadOptions,
): void {
  const locks = new UploadLocks();
  const tus = createTusServer(context, address, locks);
  // The bytes are left on the socket until the library takes them.
  app.addContentTypeParser('application/offset+octet-stream', (_, __, done) => done(null));

  const identify = async (request: FastifyRequest): Promise<Actor | No> => {
    const surface = asSurface(request.headers['x-tieline-surface']);
    const actor = await authenticator.identify(request.headers, surface, request.ip);
    if (typeof actor === 'string') return no(actor);
    return authenticator.rates.of(actor)() ? actor : no('too-many-requests');
  };
  const passToTus = (request: FastifyRequest, reply: FastifyReply, upload: CurrentUpload): Promise<void> => {
    reply.hijack();
    reply.raw.setHeader('x-content-type-options', 'nosniff');
    limitSilence(request.raw, silenceMs);
    return withUpload(upload, () => tus.handle(request.raw, reply.raw));
  };

  const cancel = (actor: Actor, file: FileRecord) =>
    locks.withLock(file.id, () => cancelUpload(context, actor, file));

  app.post(address, async (request, reply) => {
    const actor = await identify(request);
    if ('code' in actor) return sendNo(reply, actor);
    const announced = newUploadOf(request);
    if (typeof announced === 'string')
      return reply.status(400).send(wireError('invalid', { problem: announced }));
    const answer = await beginUpload(context, actor, announced);
    noteRefusal(context, actor, { name: 'begin-upload', input: announced }, answer);
    if (!answer.ok) return sendNo(reply, answer);
    await passToTus(request, reply, { actor, file: answer.result });
    // A client that has no address of it can neither continue nor cancel it.
    if (reply.raw.statusCode !== 201) await cancel(actor, answer.result);
  });

  app.route({
    method: ['HEAD', 'PATCH', 'DELETE'],
    url: `${address}/:file`,
    handler: async (request, reply) => {
      const actor = await identify(request);
      if ('code' in actor) return sendNo(reply, actor);
      const input = checkId(request.params);
      const upload = input.ok ? await loadUpload(context, actor, input.value.file) : no('not-found');
      if (!upload.ok) return sendNo(reply, upload);
      const file = upload.result;
      if (request.method === 'DELETE') {
        const answer = await cancel(actor, file);
        return answer.ok ? reply.status(204).header('tus-resumable', '1.0.0').send() : sendNo(reply, answer);
      }
      if (file.state === 'arriving') return passToTus(request, reply, { actor, file });
      return request.method === 'HEAD' ? sendComplete(reply, file) : sendNo(reply, no('no-such-upload'));
    },
  });
}

/** Its client may have lost the answer to the last bytes. What became of the file is told to the message that takes it. */
function sendComplete(reply: FastifyReply, file: FileRecord): FastifyReply {
  return reply
    .status(200)
    .headers({
      'tus-resumable': '1.0.0',
      'cache-control': 'no-store',
      'upload-offset': String(file.size),
      'upload-length': String(file.size),
    })
    .send();
}

/** The announced upload; a sentence that says what is wrong with its headers. */
function newUploadOf({ headers }: FastifyRequest): NewUpload | string {
  const size = /^[0-9]{1,15}$/.exec(String(headers['upload-length'] ?? ''))?.[0];
  if (size === undefined) return 'Upload-Length must say how many bytes there are';
  const checked = checkMetadata(metadataOf(String(headers['upload-metadata'] ?? '')));
  return checked.ok ? { ...checked.value, size: Number(size) } : `Upload-Metadata: ${checked.problem}`;
}

function metadataOf(text: string): unknown {
  try {
    return Metadata.parse(text);
  } catch {
    return null;
  }
}
