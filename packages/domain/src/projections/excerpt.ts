import type { Surface } from '@tieline/protocol';
import { lineExcerpt, lineExcerptOfHtml } from '@tieline/text';
import type { StoredMessage } from './stored-message.ts';

/** CONT-8: the one line that a list or a notification shows of a message: plain text, never markup. */
export function projectExcerpt(surface: Surface, { body }: StoredMessage): string {
  switch (body.format) {
    case 'plain':
      return lineExcerpt(body.text);
    case 'file':
      return lineExcerpt(body.name);
    case 'rich':
      return surface === 'office' ? lineExcerpt(body.text) : lineExcerptOfHtml(body.html);
  }
}

/** The same beside what a view shows, which most messages are too short to differ from: null where it is that. */
export function excerptBeside(shown: string, surface: Surface, message: StoredMessage): string | null {
  const excerpt = projectExcerpt(surface, message);
  return excerpt === shown ? null : excerpt;
}
