import type { ConversationKind, Options, SeatKind } from '@tieline/protocol';
import { allow, type Decision, refuse } from '../decision.ts';
import type { RuleId } from '../rule-ids.ts';

export type BodyKind = 'plain' | 'rich' | 'file';
export type Author = SeatKind | 'customer';

interface Writing {
  readonly author: Author;
  readonly kind: ConversationKind;
  readonly body: BodyKind;
  readonly options: Options;
}

const officeFiles: readonly ConversationKind[] = ['direct', 'room', 'expert'];
/** OPT-4 never covers customer chats. */
const agentFiles: readonly ConversationKind[] = ['expert', 'agent'];

function decideFile({ author, kind, options }: Writing): Decision {
  switch (author) {
    case 'office':
      return officeFiles.includes(kind) ? allow('CONT-4') : refuse('CONT-4', 'files-not-in-conversation');
    case 'agent':
      if (options.agent_files === 'off') return refuse('CONT-4', 'files-not-from-console');
      return agentFiles.includes(kind) ? allow('OPT-4') : refuse('OPT-4', 'files-not-in-conversation');
    case 'customer':
      return refuse('CONT-7', 'files-not-from-customers');
  }
}

function decideRich({ author }: Writing): Decision {
  switch (author) {
    case 'agent':
      return allow('CONT-1');
    case 'office':
      return refuse('CONT-2', 'rich-not-from-office');
    case 'customer':
      return refuse('CONT-7', 'rich-not-from-customers');
  }
}

interface FileReading {
  readonly reader: Author;
  /** Sent as a file, or an image in rich text. */
  readonly use: 'file' | 'image';
  readonly form: 'itself' | 'thumbnail' | 'large';
}

/** CONT-5, CONT-6: in which form may somebody who reads the message have what it holds? */
export function decideFileForm({ reader, use, form }: FileReading): Decision {
  if (use === 'image') return form === 'itself' ? allow('CONT-1') : refuse('CONT-1', 'no-previews-here');
  switch (reader) {
    case 'office':
      return allow('CONT-6');
    case 'agent':
    case 'customer':
      return form === 'itself' ? allow('CONT-5') : refuse('CONT-5', 'no-previews-here');
  }
}

const plainRules: Record<Author, RuleId> = { agent: 'CONT-1', office: 'CONT-2', customer: 'CONT-7' };

/** CONT: may this author write a body of this kind into a conversation of this kind? */
export function decideBody(writing: Writing): Decision {
  switch (writing.body) {
    case 'file':
      return decideFile(writing);
    case 'rich':
      return decideRich(writing);
    case 'plain':
      return allow(plainRules[writing.author]);
  }
}
