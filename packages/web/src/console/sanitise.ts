import { imageAddress, richText } from '@tieline/protocol';
import DOMPurify, { type Config } from 'dompurify';
import { listStyle } from './list-style.ts';

// The server has written it in these elements alone; this is the second lock, at the place where it becomes a page.
const messageConfig: Config = {
  ALLOWED_TAGS: [...richText.elements],
  ALLOWED_ATTR: Object.values(richText.attributes).flat(),
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_TRUSTED_TYPE: true,
};

/** What an attribute may say where it says something that a browser goes by. */
const values = new Map([
  ['a href', new RegExp(`^(?:${richText.schemes.join('|')}):`, 'i')],
  ['img src', imageAddress],
  ['img width', /^\d{1,5}$/],
  ['img height', /^\d{1,5}$/],
  ['ol start', /^\d{1,9}$/],
  ['ol type', /^[aAiI]$/],
]);
const listed = new Set(
  Object.entries(richText.attributes).flatMap(([element, names]) =>
    names.map((name) => `${element} ${name}`),
  ),
);

function isShown(element: string, attribute: string, value: string): boolean {
  const name = `${element} ${attribute}`;
  return listed.has(name) && (values.get(name)?.test(value) ?? true);
}

// One for the page: each has a trusted types policy of its own, and the page may create it once.
const purifier = DOMPurify();
purifier.addHook('uponSanitizeAttribute', (node, attribute, config) => {
  if (config.RETURN_DOM === true) return;
  attribute.keepAttr = isShown(node.localName, attribute.attrName, attribute.attrValue);
});
purifier.addHook('afterSanitizeAttributes', (node, _, config) => {
  if (config.RETURN_DOM === true) return;
  if (node.localName === 'a' && node.hasAttribute('href')) {
    // A new tab must not reach back into the console.
    node.setAttribute('target', '_blank');
    node.setAttribute('rel', 'noopener noreferrer nofollow');
  }
  if (node.localName === 'img') showImage(node);
  if (node.localName === 'code' || node.localName === 'pre') node.setAttribute('translate', 'no');
  // Bullets and bars stand where its first letter does.
  if (isTurned.has(node.localName)) node.setAttribute('dir', 'auto');
  if (node.localName === 'ol') showNumbers(node);
});

function showNumbers(list: Element): void {
  const start = Number(list.getAttribute('start') ?? 1);
  const style = listStyle(list.getAttribute('type') ?? '1', start, list.childElementCount);
  if (style !== null) list.setAttribute('style', style);
}

const isTurned = new Set(['ul', 'ol', 'blockquote']);

/** An image is loaded when it comes near, and has its place before it is there. */
function showImage(image: Element): void {
  if (!image.hasAttribute('src')) return image.remove();
  image.setAttribute('loading', 'lazy');
  image.setAttribute('decoding', 'async');
  const shape = shapeOf(image.getAttribute('width'), image.getAttribute('height'));
  if (shape !== null) image.setAttribute('style', `--shape: ${shape}`);
}

/** Width by height, by which the style keeps an image in its shape; null where it is not known. */
export function shapeOf(width: unknown, height: unknown): number | null {
  const shape = Number(width) / Number(height);
  return Number.isFinite(shape) && shape > 0 ? shape : null;
}

/** Formatted text that may be put into the page. */
export function sanitise(html: string): TrustedHTML | string {
  return purifier.sanitize(html, messageConfig) as TrustedHTML | string;
}

const pasteConfig = { FORBID_TAGS: ['style', 'svg', 'math', 'title'] };

/**
 * What was copied from anywhere, as elements that do nothing, in a document that loads nothing. Frames would take the
 * place of a body that has not begun.
 */
export function parseInert(html: string): HTMLElement {
  return purifier.sanitize(`<body>${html}`, { ...pasteConfig, RETURN_DOM: true }) as HTMLElement;
}
