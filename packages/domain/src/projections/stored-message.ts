import type { ConversationId, SeatId, SeatKind } from '@tieline/protocol';

export type StoredBody =
  | { readonly format: 'plain'; readonly text: string }
  /** `html` is sanitised; `text` is its plain form, derived by the server. */
  | { readonly format: 'rich'; readonly html: string; readonly text: string }
  | {
      readonly format: 'file';
      readonly name: string;
      readonly type: string;
      /** Bytes. */
      readonly size: number;
      readonly href: string;
      readonly preview: 'image' | 'video' | 'document';
    };

/** A message as it is stored: the one source of every view (CONT-8). */
export interface StoredMessage {
  readonly conversation: ConversationId;
  readonly seq: number;
  /** ISO 8601. */
  readonly at: string;
  readonly sender: { readonly seat: SeatId; readonly kind: SeatKind; readonly name: string };
  readonly body: StoredBody;
  /** Sent while the receiving agent was logged out (DEL-4). */
  readonly missed: boolean;
}
