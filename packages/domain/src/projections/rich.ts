import type { FileId } from '@tieline/protocol';
import { withImages } from './addresses.ts';
import { escapeText, linkText } from './html.ts';
import type { StoredBody } from './stored-message.ts';

/** The HTML by which the contact center shows a body; a file is only named, its link goes beside it (CONT-5). */
export function richHtmlOf(body: StoredBody, imageAt: (file: FileId) => string): string {
  switch (body.format) {
    case 'plain':
      return linkText(body.text);
    case 'rich':
      return withImages(body.html, imageAt);
    case 'file':
      return escapeText(body.name);
    case 'deleted':
      return '';
  }
}
