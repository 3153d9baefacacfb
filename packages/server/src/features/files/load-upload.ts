import type { FileId } from '@tieline/protocol';
import { type FileRecord, loadFile } from '../../store/files.ts';
import { type Answer, no, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';

/** An upload of one's own that no message holds yet; of anybody else's there is none. */
export async function loadUpload(context: Context, actor: Actor, id: FileId): Promise<Answer<FileRecord>> {
  const file = await context.store.read(actor.tenant, (db) => loadFile(db, id));
  return file?.seat === actor.seat && file.seq === null ? yes(file) : no('not-found');
}
