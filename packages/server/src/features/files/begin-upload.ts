import { randomUUID } from 'node:crypto';
import { type ConversationId, type FileId, limits } from '@tieline/protocol';
import { acceptFileName } from '../../content/file-name.ts';
import { type FileRecord, loadFile, loadRoomTaken, writeFile } from '../../store/files.ts';
import { loadConversation } from '../../store/load-conversation.ts';
import { loadReader } from '../../store/load-reader.ts';
import { loadSeats, type SeatRecord } from '../../store/load-seats.ts';
import { loadTenant, type TenantRecord } from '../../store/load-tenant.ts';
import { standingOf } from '../../views/standing.ts';
import { type Answer, no, refused, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';
import { decideSendTo } from '../decide-send-to.ts';

export interface NewUpload {
  readonly conversation: ConversationId;
  readonly use: 'file' | 'image';
  /** As the person's own machine has it. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** Uploads that one seat may have lying about, not sent. */
const mostWaiting = 200;

/** CONT-4: takes an upload in, if it may be sent and there is room. Nothing of it is here yet. */
export async function beginUpload(
  context: Context,
  actor: Actor,
  upload: NewUpload,
): Promise<Answer<FileRecord>> {
  const { use, size } = upload;
  // It is there twice while it is put where it stays.
  const hasRoom = await context.files.staging.hasRoomFor(2 * size);
  return context.store.transaction(actor.tenant, async (db) => {
    const conversation = await loadConversation(db, upload.conversation);
    const standing = conversation && standingOf(conversation, await loadReader(db, actor.seat));
    if (!standing) return no('not-found');
    const tenant = await loadTenant(db);
    const seats = await loadSeats(db, conversation.members);
    const [self, peer] = [seats.get(standing.self), seats.get(standing.peer)];
    if (!self || !peer) return no('not-found');
    // Who is logged in this second counts when the message is sent. A line may be lost while a file arrives.
    const [sender, receiver] = [loggedIn(self), loggedIn(peer)];
    const { relation } = standing;
    const body = use === 'image' ? 'rich' : 'file';
    const decision = decideSendTo({ tenant, conversation, relation, sender, receiver, body });
    if (!decision.allowed) return refused(decision);
    const most = largest(tenant, use);
    if (size > most) return no('file-too-large', `A file has at most ${most} bytes here`);
    const taken = await loadRoomTaken(db, actor.seat);
    if (!hasRoom) return no('storage-full');
    if (taken.waiting >= mostWaiting) return no('too-many-requests');
    if (taken.bytes + size > tenant.fileQuota) return no('quota-reached');
    if (taken.announced + size > shareOf(tenant)) return no('too-many-requests');
    const id = randomUUID() as FileId;
    const name = acceptFileName(upload.name);
    await writeFile(db, { id, conversation: conversation.id, seat: actor.seat, use, name, size });
    const file = await loadFile(db, id);
    return file ? yes(file) : no('internal');
  });
}

/** Bytes that one seat may announce before it brings them: else it could take all room and send nothing. */
function shareOf({ largestFile, fileQuota }: TenantRecord): number {
  return Math.max(largestFile, fileQuota / 10);
}

function loggedIn(seat: SeatRecord): SeatRecord {
  return { ...seat, facts: { ...seat.facts, loggedIn: true } };
}

function largest(tenant: TenantRecord, use: 'file' | 'image'): number {
  return use === 'image' ? Math.min(limits.imageBytes, tenant.largestFile) : tenant.largestFile;
}
