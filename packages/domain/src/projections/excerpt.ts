import { lineExcerpt } from '@tieline/text';
import type { StoredMessage } from './stored-message.ts';

/** CONT-8: the one line that a list or a notification shows of a message, on every surface: plain text, never markup. */
export function projectExcerpt({ body }: StoredMessage): string {
  switch (body.format) {
    case 'plain':
    case 'rich':
      return lineExcerpt(body.text);
    case 'file':
      return lineExcerpt(body.name);
    case 'deleted':
      return '';
  }
}

/** The same beside what a view shows, which most messages are too short to differ from: null where it is that. */
export function excerptBeside(shown: string, message: StoredMessage): string | null {
  const excerpt = projectExcerpt(message);
  return excerpt === shown ? null : excerpt;
}
