import type { WrittenBody } from '@tieline/domain';
import { type FileRecord, loadFiles } from '../../store/files.ts';
import { fileBodyOf } from '../../store/load-messages.ts';
import type { TenantDb } from '../../store/store.ts';
import { no, type No } from '../answer.ts';
import type { SendRequest } from './send-request.ts';

/** Looks at what has arrived, if nobody has yet. Why it cannot be sent; null: nothing is against it so far. */
export async function settleUploads({ context, actor, uploads }: SendRequest): Promise<No | null> {
  if (uploads.length === 0) return null;
  const found = await context.store.read(actor.tenant, (db) => loadFiles(db, uploads));
  for (const { id, seat, state } of found) {
    if (seat !== actor.seat || state === 'ready') continue;
    const settled = await context.files.settle(actor.tenant, id);
    if (!settled.ok) return no(settled.code, settled.problem);
  }
  return null;
}

/**
 * The body as it is stored, its uploads locked until the transaction ends: they have to be the sender's own, brought
 * for this conversation, and in no message yet. Of any other nobody is told whether there is one.
 */
export async function loadAttached(
  db: TenantDb,
  { actor, input, body, uploads }: SendRequest,
): Promise<WrittenBody | No> {
  if (body.format !== 'file' && uploads.length === 0) return body;
  const use = body.format === 'file' ? 'file' : 'image';
  const isOwn = (file: FileRecord): boolean =>
    file.seat === actor.seat &&
    file.conversation === input.conversation &&
    file.use === use &&
    file.seq === null;
  const found = (await loadFiles(db, uploads, 'locked')).filter(isOwn);
  if (found.length < new Set(uploads).size) return no('no-such-upload');
  if (body.format !== 'file') return body;
  const [file] = found;
  return file?.blob ? fileBodyOf(file.id, file.name, file.blob) : no('no-such-upload');
}
