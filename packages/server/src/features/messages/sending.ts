import type { CommandInput, FileId } from '@tieline/protocol';
import type { AcceptedBody } from '../../content/accept-body.ts';
import type { Asked } from '../../delivery/live-session.ts';
import type { Actor, Context } from '../context.ts';

/** A message on its way through the use case. */
export interface Sending {
  readonly context: Context;
  readonly actor: Actor;
  readonly input: CommandInput<'send-message'>;
  /** What is stored of it; a file is looked up when it is stored, and is only named until then. */
  readonly body: AcceptedBody | NamedFile;
  /** The uploads that it holds: the file, or the images of the text. */
  readonly files: readonly FileId[];
  readonly asked: Asked | null;
}

export interface NamedFile {
  readonly format: 'file';
  readonly file: FileId;
}
