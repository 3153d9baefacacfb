import type { ConversationView } from '@tieline/protocol';
import type { DraftOrigin } from './drafts.ts';

export interface ComposerProps {
  readonly conversation: ConversationView;
  /** Why nothing can be sent at the moment; the draft is kept meanwhile. */
  readonly blockReason: string | null;
  /** The interaction that the draft belongs to. */
  readonly origin: DraftOrigin | null;
}

/** The text field of a side, as the composer around it uses it. */
export interface ComposerEditor {
  /** What counts against the limit. */
  readonly text: string;
  /** Bytes. */
  readonly limit: number;
  /** Whether the text has something visible in it. */
  readonly hasText: boolean;
  /** Why the text is not ready to be sent, as a sentence to show. */
  readonly obstacle: string | null;
  /** Sends the text, if there is any, and empties the field. */
  readonly send: () => void;
  readonly focus: () => void;
}
