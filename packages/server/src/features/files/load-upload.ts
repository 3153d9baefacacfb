import type { FileId } from '@tieline/protocol';
import { type FileRecord, loadFile } from '../../store/files.ts';
import { type Answer, no, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';
import { isOwnUpload } from '../is-own-upload.ts';
import { loadWindow } from '../load-window.ts';

/** An upload of one's own that no message holds yet; of anybody else's there is none. */
export async function loadUpload(context: Context, actor: Actor, id: FileId): Promise<Answer<FileRecord>> {
  return context.store.read(actor.tenant, async (db) => {
    const file = await loadFile(db, id);
    const window = file && (await loadWindow(db, actor, file.conversation));
    return file && isOwnUpload(actor, file, window) ? yes(file) : no('not-found');
  });
}
