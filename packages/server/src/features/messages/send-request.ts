import type { CommandInput, FileId } from '@tieline/protocol';
import type { AcceptedBody } from '../../content/accept-body.ts';
import type { CommandOrigin } from '../../delivery/live-session.ts';
import type { SendFactsRecord } from '../../facts/send-facts.ts';
import type { StoredMessage } from '@tieline/domain';
import type { No } from '../answer.ts';
import type { Actor, Context } from '../context.ts';
import type { StartedChat } from './start-interaction.ts';

/** Somebody's wish to send a message. */
export interface SendRequest {
  readonly context: Context;
  readonly actor: Actor;
  readonly input: CommandInput<'send-message'>;
  /** What is stored of it; a file is looked up when it is stored, and is only named until then. */
  readonly body: AcceptedBody | NamedFile;
  /** The uploads that it holds: the file, or the images of the text. */
  readonly uploads: readonly FileId[];
  /** The socket that it came by; null where it came otherwise. */
  readonly origin: CommandOrigin | null;
}

export interface NamedFile {
  readonly format: 'file';
  readonly file: FileId;
}

/** Who may have to hear of a message, as they were when it was stored. */
export type Recipients = Pick<SendFactsRecord, 'tenant' | 'conversation' | 'seats'>;

/**
 * What became of it. `stored`: just now, and nobody has been told. `repeat`: its client id was stored before (DEL-6), and
 * `isUndelivered` says whether nobody may have heard of it.
 */
export type SendOutcome =
  | {
      readonly is: 'stored';
      readonly message: StoredMessage;
      readonly recipients: Recipients;
      /** How each member sees the chat now, where the message began an interaction. */
      readonly started: readonly StartedChat[];
    }
  | { readonly is: 'repeat'; readonly earlier: StoredMessage; readonly isUndelivered: boolean }
  | { readonly is: 'refused'; readonly answer: No };
