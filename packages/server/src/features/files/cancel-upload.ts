import type { FileRecord } from '../../store/files.ts';
import { writeFileGone } from '../../store/files.ts';
import { type Answer, no, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';

/** Takes an upload back that no message holds. What is in it is swept, unless somebody else has sent the same. */
export async function cancelUpload(
  context: Context,
  actor: Actor,
  file: FileRecord,
): Promise<Answer<{ done: true }>> {
  const isGone = await context.store.transaction(actor.tenant, (db) => writeFileGone(db, file.id));
  if (!isGone) return no('not-found');
  await context.files.staging.remove(file.id);
  return yes({ done: true });
}
