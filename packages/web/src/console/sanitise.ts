import { richText } from '@tieline/protocol';
import DOMPurify from 'dompurify';

// The server has written it in these elements alone; this is the second lock, at the place where it becomes a page.
const allowed = {
  ALLOWED_TAGS: [...richText.elements],
  ALLOWED_ATTR: Object.values(richText.attributes).flat(),
  ALLOWED_URI_REGEXP: new RegExp(`^(?:${richText.schemes.join('|')}):`, 'i'),
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_TRUSTED_TYPE: true,
};

// One for the page: each has a trusted types policy of its own, and the page may create it once.
const purifier = DOMPurify();
purifier.addHook('afterSanitizeAttributes', (node) => {
  if (node.nodeName !== 'A' || !node.hasAttribute('href')) return;
  // A new tab must not reach back into the console.
  node.setAttribute('target', '_blank');
  node.setAttribute('rel', 'noopener noreferrer nofollow');
});

/** Formatted text that may be put into the page. */
export function sanitise(html: string): TrustedHTML | string {
  return purifier.sanitize(html, allowed);
}

const pasted = { FORBID_TAGS: ['style', 'img', 'svg', 'math', 'title'] };

/** What was copied from anywhere, as elements that do nothing, in a document that loads nothing. */
export function parseHarmless(html: string): HTMLElement {
  return purifier.sanitize(html, { ...pasted, RETURN_DOM: true }) as HTMLElement;
}
