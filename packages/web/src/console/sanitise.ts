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
