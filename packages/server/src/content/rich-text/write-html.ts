import type { FileId } from '@tieline/protocol';
import { partsOf } from '@tieline/text';
import { bitOf, type Block, type Image, type Inline, isSpan, markOrder } from './document.ts';

/** The HTML of a message. A browser that parses and serializes it gets the same text, letter by letter. */
export function writeHtml(blocks: readonly Block[]): string {
  return blocks.map(writeBlock).join('');
}

function writeBlock(block: Block): string {
  switch (block.is) {
    case 'paragraph':
      return `<p>${writeLine(block.line)}</p>`;
    case 'quote':
      return `<blockquote>${writeHtml(block.blocks)}</blockquote>`;
    case 'code':
      // A browser shows no line after the last break.
      return `<pre><code>${writeCode(block.text)}${block.text.endsWith('\n') ? '\n' : ''}</code></pre>`;
    case 'list': {
      const { numbering, start } = block;
      const items = block.items.map((item) => `<li>${writeItem(item)}</li>`).join('');
      if (numbering === null) return `<ul>${items}</ul>`;
      const first = start === 1 ? '' : ` start="${start}"`;
      return `<ol${first}${numbering === '1' ? '' : ` type="${numbering}"`}>${items}</ol>`;
    }
  }
}

/** An item of one line, with or without lists in it, needs no paragraph; but an empty line before a list would not show. */
function writeItem(blocks: readonly Block[]): string {
  const [first, ...rest] = blocks;
  const isTight =
    first?.is === 'paragraph' &&
    rest.every((block) => block.is === 'list') &&
    (rest.length === 0 || first.line.length > 0);
  return isTight ? writeLine(first.line) + writeHtml(rest) : writeHtml(blocks);
}

function writeLine(written: readonly Inline[]): string {
  // A browser shows no line after the last break.
  const line: readonly Inline[] = written.at(-1) === 'line break' ? [...written, 'line break'] : written;
  let html = '';
  let open: readonly string[] = [];
  const tags = tagsFrom(line);
  for (const [at, piece] of line.entries()) {
    const next = tags[at] ?? [];
    const shared = sharedStart(open, next);
    html += closing(open.slice(shared));
    if (isSpan(piece)) {
      html += next.slice(shared).join('') + escape(piece.text);
      open = next;
    } else {
      html += piece === 'line break' ? '<br>' : writeImage(piece);
      open = open.slice(0, shared);
    }
  }
  return html + closing(open);
}

/** The text of a block of code, with its addresses as links. */
function writeCode(text: string): string {
  return partsOf(text)
    .map((part) =>
      part.href === null ? escape(part.text) : `${linkTo(part.href).tag}${escape(part.text)}</a>`,
    )
    .join('');
}

/** The beginning of an uploaded image's tag in stored HTML. Text cannot contain it, as its `<` is escaped. */
export function imageTag(image: FileId): string {
  return `<img src="image:${image}"`;
}

/** Whether stored HTML has an uploaded image. */
export function hasImage(html: string): boolean {
  return html.includes('<img src="image:');
}

/** With the stored source, which a view replaces by an address for its reader. */
function writeImage({ image, alt, size }: Image): string {
  const measures = size === null ? '' : ` width="${size.width}" height="${size.height}"`;
  return `${imageTag(image)} alt="${escape(alt).replaceAll('"', '&quot;')}"${measures}>`;
}

/** The tags around each piece. A break has the tags of the piece behind it. */
function tagsFrom(line: readonly Inline[]): (readonly string[])[] {
  let following: readonly string[] = [];
  let link: Link = { href: '', tag: '' };
  const fromTheEnd = line.toReversed().map((piece) => {
    if (piece === 'line break') return following;
    if (!isSpan(piece)) return (following = []);
    const marks = markTags[piece.marks] ?? [];
    if (piece.href === null) return (following = marks);
    // Made once for a link, not for each of its pieces, as an address may be long.
    if (piece.href !== link.href) link = linkTo(piece.href);
    return (following = [link.tag, ...marks]);
  });
  return fromTheEnd.toReversed();
}

interface Link {
  readonly href: string;
  readonly tag: string;
}

function linkTo(href: string): Link {
  return { href, tag: `<a href="${escape(href)}" rel="noopener noreferrer nofollow" target="_blank">` };
}

function sharedStart(one: readonly string[], other: readonly string[]): number {
  const differs = one.findIndex((tag, at) => tag !== other[at]);
  return differs < 0 ? one.length : differs;
}

/** The tags of every set of marks, in the order of nesting. */
const markTags: readonly (readonly string[])[] = Array.from({ length: 1 << markOrder.length }, (_, marks) =>
  markOrder.filter((mark) => (marks & bitOf(mark)) !== 0).map((mark) => `<${mark}>`),
);

function closing(tags: readonly string[]): string {
  let html = '';
  for (let at = tags.length - 1; at >= 0; at -= 1)
    html += tags[at]?.startsWith('<a ') ? '</a>' : `</${tags[at]?.slice(1)}`;
  return html;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\u00a0': '&nbsp;' };

function escape(text: string): string {
  return /[&<>\u00a0]/.test(text)
    ? text.replace(/[&<>\u00a0]/g, (character) => entities[character] ?? '')
    : text;
}
