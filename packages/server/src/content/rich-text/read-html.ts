import { limits } from '@tieline/protocol';
import { type Block, type Inline, paragraphOf, hasContent } from './document.ts';
import { type Edges, isBlankBlock, softSpace, tidyLine, withoutBlankEnd } from './line.ts';
import { withStrong, type TextStyle, styleOfElement, plainStyle } from './text-style.ts';
import { attributeOf, type Element, isIgnored, type Node, parseHtml, textOf } from './parse-html.ts';
import { altOf, imageFrom } from './read-image.ts';
import { type Item, listAsParagraphs, listsOf, valueOf } from './read-list.ts';

/** Lists and quotes within each other, at most. People nest two or three; those that are deeper are dissolved. */
const mostDepth = 16;
/** Elements within each other, at most. A mail with a layout of tables has sixty; deeper ones are read as plain text. */
const mostElementDepth = 200;

/**
 * Reads HTML as a browser does. An element without a meaning here is replaced by its content. Empty where there is no text
 * and no image; null where the tree would be far larger than what was sent.
 */
export function readHtml(html: string): Block[] | null {
  const nodes = parseHtml(html);
  if (nodes === null) return null;
  const reader = new Reader(0, { level: 0, images: 0 }, 'trimmed');
  reader.readAll(nodes, plainStyle);
  const blocks = reader.finish();
  return hasContent(blocks) ? withoutBlankEnd(blocks) : [];
}

/** State that the readers of one text share: how many elements are open, and how many images were read. */
interface Progress {
  level: number;
  images: number;
}

const headings = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'dt']);
const sections = new Set([
  ...['div', 'section', 'article', 'header', 'footer', 'main', 'aside', 'nav', 'address', 'center'],
  ...['figure', 'figcaption', 'dl', 'dd', 'li', 'hr'],
  ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'td', 'th'],
]);

/** Reads the content of a text, or of one quote, list item or table cell. */
class Reader {
  readonly #depth: number;
  readonly #progress: Progress;
  readonly #blocks: Block[] = [];
  /** Blank lines outside of paragraphs: at the beginning and end they belong to the layout of a mail. */
  readonly #layoutLines = new Set<Block>();
  #edges: Edges;
  #line: Inline[] = [];

  constructor(depth: number, progress: Progress, edges: Edges) {
    this.#depth = depth;
    this.#progress = progress;
    this.#edges = edges;
  }

  readAll(nodes: readonly Node[], style: TextStyle): void {
    for (const node of nodes) {
      if ('value' in node) this.#addText(node.value, style);
      else if ('tagName' in node && !isIgnored(node)) this.#readWithin(node, style);
    }
  }

  #readWithin(element: Element, outer: TextStyle): void {
    if (this.#progress.level >= mostElementDepth) {
      this.#addText(textOf([element]), outer);
      return;
    }
    this.#progress.level += 1;
    this.#readElement(element, styleOfElement(element, outer));
    this.#progress.level -= 1;
  }

  /** The blocks, without blank lines of the layout at the beginning and end. */
  finish(): Block[] {
    this.#endLine('nothing');
    const isContent = (block: Block): boolean => !this.#layoutLines.has(block);
    const first = this.#blocks.findIndex(isContent);
    return first < 0 ? [] : this.#blocks.slice(first, this.#blocks.findLastIndex(isContent) + 1);
  }

  #addText(text: string, { marks, href }: TextStyle): void {
    const hasBreak = /[\n\r\f]/.test(text);
    this.#line.push({ text: hasBreak ? text.replace(/[ \t\n\r\f]+/g, withoutBreak) : text, marks, href });
  }

  #readElement(element: Element, style: TextStyle): void {
    const { tagName, childNodes } = element;
    switch (tagName) {
      case 'br':
        // Browsers append this one to everything that is copied.
        if (attributeOf(element, 'class') !== 'Apple-interchange-newline') this.#line.push('line break');
        return;
      case 'img':
        this.#readImage(element, style);
        return;
      case 'p':
        this.#readParagraph(childNodes, style, 'kept');
        return;
      case 'ul':
      case 'ol':
        this.#readList(element, style);
        return;
      case 'blockquote':
        this.#readQuote(childNodes, style);
        return;
      case 'pre':
        this.#endLine('nothing');
        this.#addCode(textOf(childNodes));
        return;
      case 'tr':
        this.#readRow(childNodes, style);
        return;
      default:
        if (headings.has(tagName)) this.#readParagraph(childNodes, withStrong(style), 'trimmed');
        else if (sections.has(tagName)) this.#readParagraph(childNodes, style, 'trimmed');
        else this.readAll(childNodes, style);
    }
  }

  /** An image beyond the limit, or of another site, is replaced by its description. */
  #readImage(element: Element, style: TextStyle): void {
    const image = this.#progress.images < limits.images ? imageFrom(element) : null;
    if (image === null) this.#addText(altOf(element), style);
    else {
      this.#progress.images += 1;
      this.#line.push(image);
    }
  }

  /** An empty paragraph of an editor is a blank line; other empty elements are nothing. */
  #readParagraph(nodes: readonly Node[], style: TextStyle, edges: Edges): void {
    this.#endLine('nothing');
    const before = this.#blocks.length;
    const outer = this.#edges;
    this.#edges = edges;
    this.readAll(nodes, style);
    const isEmpty = edges === 'kept' && this.#blocks.length === before;
    this.#endLine(isEmpty ? 'a blank line' : 'nothing');
    this.#edges = outer;
  }

  #readList(element: Element, style: TextStyle): void {
    this.#endLine('nothing');
    const isDeep = this.#depth >= mostDepth;
    const items: Item[] = [];
    for (const node of element.childNodes) {
      const inner = new Reader(isDeep ? this.#depth : this.#depth + 1, this.#progress, 'kept');
      const item = node.nodeName === 'li' && 'tagName' in node ? node : null;
      inner.readAll(item?.childNodes ?? [node], item === null ? style : styleOfElement(item, style));
      const blocks = inner.finish();
      // Some programs put a nested list beside its item, not into it.
      const last = items.at(-1);
      if (item !== null) items.push({ value: valueOf(item), blocks });
      else if (blocks.every(isBlankBlock)) continue;
      else if (last) last.blocks.push(...blocks);
      else items.push({ value: null, blocks });
    }
    this.#blocks.push(...(isDeep ? listAsParagraphs(element, items) : listsOf(element, items)));
  }

  #readQuote(nodes: readonly Node[], style: TextStyle): void {
    this.#endLine('nothing');
    if (this.#depth >= mostDepth) {
      this.readAll(nodes, style);
      this.#endLine('nothing');
      return;
    }
    const inner = new Reader(this.#depth + 1, this.#progress, 'trimmed');
    inner.readAll(nodes, style);
    const blocks = inner.finish();
    if (blocks.length > 0) this.#blocks.push({ is: 'quote', blocks });
  }

  #addCode(source: string): void {
    // A browser shows no line after the last break.
    const text = source.replace(/\r\n?/g, '\n').replace(/\n$/, '');
    this.#blocks.push({ is: 'code', text });
  }

  /** A row of data becomes a line, `one | two`. A row of a layout, whose cells have several lines, is dissolved. */
  #readRow(nodes: readonly Node[], style: TextStyle): void {
    this.#endLine('nothing');
    const cells = nodes.flatMap((node) => {
      if (!('tagName' in node) || isIgnored(node)) return [];
      const inner = new Reader(this.#depth, this.#progress, 'trimmed');
      const own = styleOfElement(node, style);
      inner.readAll(node.childNodes, node.tagName === 'th' ? withStrong(own) : own);
      return [withoutBlankEnd(inner.finish())];
    });
    const lines = cells.map(lineOfCell);
    if (cells.length > 1 && lines.every((line) => line !== null)) {
      const between: Inline = { text: ' | ', ...plainStyle };
      this.#line = lines.flatMap((line, at) => (at === 0 ? line : [between, ...line]));
    } else for (const cell of cells) this.#blocks.push(...cell);
    this.#endLine('nothing');
  }

  /** `empty`: what an empty line becomes. A break alone is always a blank line. */
  #endLine(empty: 'a blank line' | 'nothing'): void {
    if (this.#line.length === 0 && empty === 'nothing') return;
    const isShown = empty === 'a blank line' || this.#line.includes('line break');
    const line = tidyLine(this.#line, this.#edges);
    this.#line = [];
    const block = paragraphOf(line);
    if (!isBlankBlock(block)) this.#blocks.push(block);
    else if (isShown) {
      this.#blocks.push(block);
      if (this.#edges === 'trimmed') this.#layoutLines.add(block);
    }
  }
}

/** Null where a cell has more than one line. */
function lineOfCell(blocks: readonly Block[]): readonly Inline[] | null {
  const [first, second] = blocks;
  if (first === undefined) return [];
  return first.is === 'paragraph' && second === undefined && !first.line.includes('line break')
    ? first.line
    : null;
}

/** Line breaks in the source text are not shown, so such white space is soft; spaces alone stay as they are. */
function withoutBreak(space: string): string {
  return /[\n\r\f]/.test(space) ? softSpace : space;
}
