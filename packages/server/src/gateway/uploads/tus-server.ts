import { errorTable } from '@tieline/protocol';
import { Server } from '@tus/server';
import { no, type No, wireErrorOf } from '../../features/answer.ts';
import type { Context } from '../../features/context.ts';
import { isPassingFault } from '../../features/faults.ts';
import { isFull } from '../../files/full.ts';
import { currentUpload } from './current-uploads.ts';
import type { UploadLocks } from './upload-locks.ts';

/** The library declares every answer as plain text; an error of ours is JSON. */
class JsonErrorServer extends Server {
  override write(
    ...[context, headers, status, body]: Parameters<Server['write']>
  ): ReturnType<Server['write']> {
    if (body?.startsWith('{')) headers.set('content-type', 'application/json; charset=utf-8');
    return super.write(context, headers, status, body);
  }
}

/** The tus library, which moves the bytes of uploads. It decides nothing: each request was checked before. */
export function createTusServer(context: Context, path: string, locker: UploadLocks): Server {
  return new JsonErrorServer({
    path,
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
      throw Object.assign(new Error(settled.code), tusErrorOf(no(settled.code, settled.problem)));
    },
    onResponseError: (_, error) => {
      if ('body' in error && error.body.startsWith('{')) return undefined;
      if (isFull(error)) return tusErrorOf(no('storage-full'));
      if ('status_code' in error) return undefined;
      const isPassing = isPassingFault(error);
      if (!isPassing) context.log.error({ err: error }, 'an upload failed');
      return tusErrorOf(no(isPassing ? 'unavailable' : 'internal'));
    },
  });
}

/** A no in the form that the library sends. */
function tusErrorOf(answer: No): { status_code: number; body: string } {
  return { status_code: errorTable[answer.code].status, body: JSON.stringify(wireErrorOf(answer)) };
}
