import type { ClientId, ConversationId, FileId, SeatId, SeatKind } from '@tieline/protocol';

export type StoredBody =
  | { readonly format: 'plain'; readonly text: string }
  /** `html` is sanitised, its images have `image:<file id>` as their source; `text` is its plain form, derived by the server. */
  | { readonly format: 'rich'; readonly html: string; readonly text: string }
  | {
      readonly format: 'file';
      readonly file: FileId;
      readonly name: string;
      /** Media type, by what is in it. */
      readonly type: string;
      /** Bytes. */
      readonly size: number;
      readonly preview: 'image' | 'video' | 'document';
      /** Pixels, where there are pictures that stand for it. */
      readonly picture: { readonly width: number; readonly height: number } | null;
    }
  /** MSG-3: its place is left, and nothing that was written in it. */
  | { readonly format: 'deleted' };

/** What somebody has written. */
export type WrittenBody = Exclude<StoredBody, { format: 'deleted' }>;

/** A message as it is stored: the one source of every view (CONT-8). */
export interface StoredMessage {
  readonly conversation: ConversationId;
  readonly seq: number;
  /** The number of its newest change among those of its conversation. */
  readonly rev: number;
  /** ISO 8601. */
  readonly at: string;
  readonly sender: { readonly seat: SeatId; readonly kind: SeatKind; readonly name: string };
  /** The id that its sender gave it (DEL-6). */
  readonly clientId: ClientId;
  readonly body: StoredBody;
  /** Sent while the receiving agent was logged out (DEL-4). */
  readonly missed: boolean;
  /** Its author has changed the text since (MSG-2). */
  readonly edited: boolean;
  /** Of one that was edited or deleted: what was sent first, as a keyed hash (DEL-6). Null: it is as it was sent. */
  readonly sentHash: string | null;
  /** One of each emoji a person (MSG-5), in the order in which each emoji came first. */
  readonly reactions: readonly StoredReaction[];
}

export interface StoredReaction {
  readonly emoji: string;
  readonly by: readonly SeatId[];
}

/** DEL-6: its sender knows a message by the id that they gave it, which is nobody else's to know. */
export function clientIdFor(reader: SeatId | null, { sender, clientId }: StoredMessage): ClientId | null {
  return sender.seat === reader ? clientId : null;
}

/** MSG-2, MSG-3: what was done with a message since it was sent; null: nothing that its reader sees. */
export function changeOf({ body, edited }: StoredMessage): 'edited' | 'deleted' | null {
  if (body.format === 'deleted') return 'deleted';
  return edited ? 'edited' : null;
}
