import { decideFileForm, decideWithinHistory } from '@tieline/domain';
import type { ConversationId, FileId } from '@tieline/protocol';
import type { BlobForm, BlobKey } from '../../files/blob-store.ts';
import { loadFile as loadRecord } from '../../store/files.ts';
import { type Answer, hidden, no, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';
import { readAs } from '../read-as.ts';
import { isOwnUpload } from '../is-own-upload.ts';
import { loadWindow } from '../load-window.ts';

export interface WantedFile {
  readonly conversation: ConversationId;
  readonly file: FileId;
  readonly form: BlobForm;
}

export interface ReadableFile {
  readonly key: BlobKey;
  readonly name: string;
  /** Media type. */
  readonly type: string;
  /** Bytes; null where that is known only when it is opened. */
  readonly size: number | null;
  /** The server has made it, pixel by pixel: it may be shown in a page. Everything else is handed out as it is. */
  readonly made: boolean;
}

/**
 * CONT-5, CONT-6: a file, for who may read the message that holds it, now; or who has brought it, before it is sent.
 * For anybody else it does not exist.
 */
export async function loadFile(
  context: Context,
  actor: Actor,
  { conversation, file: id, form }: WantedFile,
): Promise<Answer<ReadableFile>> {
  return readAs(context, actor, async (db) => {
    const [file, window] = await Promise.all([loadRecord(db, id), loadWindow(db, actor, conversation)]);
    if (!file?.blob || file.conversation !== conversation) return no('not-found');
    const { use, name, blob, seq } = file;
    if (seq === null) {
      if (!isOwnUpload(actor, file, window)) return no('not-found');
    } else {
      if (!window) return no('not-found');
      const place = decideWithinHistory(window.history, seq);
      if (!place.allowed) return hidden(place);
    }
    const shown = decideFileForm({ reader: actor.kind, use, form });
    if (!shown.allowed) return hidden(shown);
    if (form !== 'itself' && !blob.picture) return no('not-found');
    const made = use === 'image' || form !== 'itself';
    const key = { tenant: actor.tenant, hash: blob.hash, form };
    const size = form === 'itself' ? blob.size : null;
    return yes({ key, name, type: made ? 'image/webp' : blob.type, size, made });
  });
}
