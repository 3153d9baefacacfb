import { AsyncLocalStorage } from 'node:async_hooks';
import { ConversationId, errorTable, FileId, wireError } from '@tieline/protocol';
import { Metadata, Server } from '@tus/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { no, type No, wireErrorOf } from '../../features/answer.ts';
import type { Actor, Context } from '../../features/context.ts';
import { isPassingFault } from '../../features/faults.ts';
import { beginUpload, type NewUpload } from '../../features/files/begin-upload.ts';
import { cancelUpload } from '../../features/files/cancel-upload.ts';
import { loadUpload } from '../../features/files/load-upload.ts';
import { isFull } from '../../files/full.ts';
import type { UploadUnderWay } from '../../files/staging.ts';
import type { FileRecord } from '../../store/files.ts';
import { compileTextCheck } from '../check-schema.ts';
import { asSurface } from '../authentication/request-token.ts';
import type { Authenticator } from '../authentication/authenticator.ts';
import { noteRefusal } from '../note-refusal.ts';
import { apiPrefix, sendNo } from '../rest/routes.ts';
import { createPaces } from '../limits/throttle.ts';
import { endSilent } from '../limits/slow-requests.ts';
import { createUploadLocks, type UploadLocks } from './upload-locks.ts';

const address = `${apiPrefix}/uploads`;

/** An upload whose request is being answered. */
interface UnderWay {
  readonly actor: Actor;
  readonly file: FileRecord;
}
const underWay = new AsyncLocalStorage<UnderWay>();

/** How the staging learns of the upload that it works for. `bytesOfSeat`: a second, and as many at once. */
export function createUploadUnderWay(bytesOfSeat: number): UploadUnderWay {
  const paces = createPaces(bytesOfSeat, bytesOfSeat);
  const currentOf = (id: string): UnderWay | null => {
    const current = underWay.getStore();
    return current?.file.id === id ? current : null;
  };
  return {
    sizeOf: (id) => currentOf(id)?.file.size ?? null,
    paceOf: (id) => {
      const { tenant, seat } = currentOf(id)?.actor ?? {};
      return paces(`${tenant} ${seat}`);
    },
  };
}

const checkId = compileTextCheck<{ file: FileId }>(Type.Object({ file: FileId }));
const checkMetadata = compileTextCheck<Omit<NewUpload, 'size'>>(
  Type.Object({
    conversation: ConversationId,
    use: Type.Union([Type.Literal('file'), Type.Literal('image')]),
    // Longer than any that is kept: it is cut.
    name: Type.String({ maxLength: 5000 }),
  }),
);

export interface UploadOptions {
  readonly authenticator: Authenticator;
  /** Milliseconds without a byte after which an upload that is not all here is cut off. */
  readonly silenceMs: number;
}

/**
 * Resumable uploads, by the tus protocol. Whose they are, and whether they may be, is asked here before each request;
 * the library moves the bytes.
 */
export function mountUploads(
  app: FastifyInstance,
  context: Context,
  { authenticator, silenceMs }: UploadOptions,
): void {
  const locks = createUploadLocks();
  const tus = createTus(context, locks);
  // The bytes are left on the socket until the library takes them.
  app.addContentTypeParser('application/offset+octet-stream', (_, __, done) => done(null));

  const identify = async (request: FastifyRequest): Promise<Actor | No> => {
    const surface = asSurface(request.headers['x-tieline-surface']);
    const actor = await authenticator.identify(request.headers, surface, request.ip);
    if (typeof actor === 'string') return no(actor);
    return authenticator.rates.of(actor)() ? actor : no('too-many-requests');
  };
  const hand = (request: FastifyRequest, reply: FastifyReply, current: UnderWay): Promise<void> => {
    reply.hijack();
    reply.raw.setHeader('x-content-type-options', 'nosniff');
    endSilent(request.raw, silenceMs);
    return underWay.run(current, () => tus.handle(request.raw, reply.raw));
  };

  const takeBack = (actor: Actor, file: FileRecord) =>
    locks.alone(file.id, () => cancelUpload(context, actor, file));

  app.post(address, async (request, reply) => {
    const actor = await identify(request);
    if ('code' in actor) return sendNo(reply, actor);
    const wanted = newUploadOf(request);
    if (typeof wanted === 'string') return reply.status(400).send(wireError('invalid', { problem: wanted }));
    const answer = await beginUpload(context, actor, wanted);
    noteRefusal(context, actor, { name: 'begin-upload', input: wanted }, answer);
    if (!answer.ok) return sendNo(reply, answer);
    await hand(request, reply, { actor, file: answer.result });
    // Whoever was not told its address cannot go on with it, nor take it back.
    if (reply.raw.statusCode !== 201) await takeBack(actor, answer.result);
  });

  app.route({
    method: ['HEAD', 'PATCH', 'DELETE'],
    url: `${address}/:file`,
    handler: async (request, reply) => {
      const actor = await identify(request);
      if ('code' in actor) return sendNo(reply, actor);
      const input = checkId(request.params);
      const found = input.ok ? await loadUpload(context, actor, input.value.file) : no('not-found');
      if (!found.ok) return sendNo(reply, found);
      const file = found.result;
      if (request.method === 'DELETE') {
        const answer = await takeBack(actor, file);
        return answer.ok ? reply.status(204).header('tus-resumable', '1.0.0').send() : sendNo(reply, answer);
      }
      if (file.state === 'arriving') return hand(request, reply, { actor, file });
      return request.method === 'HEAD' ? sayWhole(reply, file) : sendNo(reply, no('no-such-upload'));
    },
  });
}

/** All of it was here, and the answer to the last of it may have been lost. What became of it, the message is told. */
function sayWhole(reply: FastifyReply, file: FileRecord): FastifyReply {
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

/** What is announced; a sentence where that is not of the right form. */
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

/** The library calls all that it says plain words; an error of ours is JSON. */
class UploadServer extends Server {
  override write(
    ...[context, headers, status, body]: Parameters<Server['write']>
  ): ReturnType<Server['write']> {
    if (body?.startsWith('{')) headers.set('content-type', 'application/json; charset=utf-8');
    return super.write(context, headers, status, body);
  }
}

function createTus(context: Context, locker: UploadLocks): Server {
  return new UploadServer({
    path: address,
    datastore: context.files.staging.store,
    relativeLocation: true,
    locker,
    // No page of another origin is let in, so none is told that it may read the answer.
    allowedOrigins: () => false,
    namingFunction: () => currentUpload().file.id,
    onUploadFinish: async () => {
      const { actor, file } = currentUpload();
      const settled = await context.files.settle(actor.tenant, file.id);
      if (settled.ok) return {};
      throw Object.assign(new Error(settled.code), bodyOf(no(settled.code, settled.problem)));
    },
    onResponseError: (_, error) => {
      if ('body' in error && error.body.startsWith('{')) return undefined;
      if (isFull(error)) return bodyOf(no('storage-full'));
      if ('status_code' in error) return undefined;
      const isPassing = isPassingFault(error);
      if (!isPassing) context.log.error({ err: error }, 'an upload failed');
      return bodyOf(no(isPassing ? 'unavailable' : 'internal'));
    },
  });
}

function currentUpload(): UnderWay {
  const found = underWay.getStore();
  if (!found) throw new Error('No upload is under way');
  return found;
}

/** A no in the form that the library sends. */
function bodyOf(answer: No): { status_code: number; body: string } {
  return { status_code: errorTable[answer.code].status, body: JSON.stringify(wireErrorOf(answer)) };
}
