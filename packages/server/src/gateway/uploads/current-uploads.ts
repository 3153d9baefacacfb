import { AsyncLocalStorage } from 'node:async_hooks';
import type { Actor } from '../../features/context.ts';
import type { CurrentUploads } from '../../files/staging.ts';
import type { FileRecord } from '../../store/files.ts';
import { createThrottles } from '../limits/throttle.ts';

/** An upload for which a request is being answered, and whose request it is. */
export interface CurrentUpload {
  readonly actor: Actor;
  readonly file: FileRecord;
}

/** The tus library calls back with an id alone, so the upload goes along with the request. */
const current = new AsyncLocalStorage<CurrentUpload>();

export function withUpload<Result>(upload: CurrentUpload, work: () => Result): Result {
  return current.run(upload, work);
}

export function currentUpload(): CurrentUpload {
  const upload = current.getStore();
  if (!upload) throw new Error('No request for an upload is being answered');
  return upload;
}

/** @param bytesOfSeat bytes of all uploads of a seat: in each second on average, and at once */
export function createCurrentUploads(bytesOfSeat: number): CurrentUploads {
  const throttles = createThrottles(bytesOfSeat, bytesOfSeat);
  const find = (id: string): CurrentUpload | null => {
    const upload = current.getStore();
    return upload?.file.id === id ? upload : null;
  };
  return {
    sizeOf: (id) => find(id)?.file.size ?? null,
    throttleOf: (id) => {
      const { tenant, seat } = find(id)?.actor ?? {};
      return throttles(`${tenant} ${seat}`);
    },
  };
}
