import { limits } from '@tieline/protocol';
import { type Block, type Inline, paragraphOf, saysSomething } from './document.ts';
import { type Edges, isBlankBlock, softSpace, tidyLine, withoutBlankEnd } from './line.ts';
import { emphasised, type Look, lookOf, plainLook } from './look.ts';
import { attributeOf, type Element, isUnread, type Node, parseHtml, textOf } from './parse-html.ts';
import { altOf, imageFrom } from './read-image.ts';
import { type Item, listInWords, listsOf, valueOf } from './read-list.ts';

/** Lists and quotes within each other. A person who writes goes two or three deep; what is deeper is let out. */
const deepest = 16;
/** Elements within each other. A mail laid out by tables has sixty; what is deeper is read as mere text. */
const deepestElement = 200;

/**
 * What HTML says, as a browser reads it. Whatever has no meaning here lends its content and is gone. Nothing is left of
 * what has no word and no image. Null where it would be out of all proportion to what was sent.
 */
export function readHtml(html: string): Block[] | null {
  const nodes = parseHtml(html);
  if (nodes === null) return null;
  const reader = new Reader(0, { level: 0, images: 0 }, 'trimmed');
  reader.readAll(nodes, plainLook);
  const blocks = reader.take();
  return saysSomething(blocks) ? withoutBlankEnd(blocks) : [];
}

/** How far everybody who reads has come: elements that are open, and images that were taken. */
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

/** Reads the content of the whole, or of one quote, item or cell. */
class Reader {
  readonly #depth: number;
  readonly #progress: Progress;
  readonly #blocks: Block[] = [];
  /** Blank lines that nobody put into a paragraph: at an end they are there for the layout of a mail. */
  readonly #layout = new Set<Block>();
  #edges: Edges;
  #line: Inline[] = [];

  constructor(depth: number, progress: Progress, edges: Edges) {
    this.#depth = depth;
    this.#progress = progress;
    this.#edges = edges;
  }

  readAll(nodes: readonly Node[], look: Look): void {
    for (const node of nodes) {
      if ('value' in node) this.#addText(node.value, look);
      else if ('tagName' in node && !isUnread(node)) this.#readWithin(node, look);
    }
  }

  #readWithin(element: Element, around: Look): void {
    if (this.#progress.level >= deepestElement) {
      this.#addText(textOf([element]), around);
      return;
    }
    this.#progress.level += 1;
    this.#readElement(element, lookOf(element, around));
    this.#progress.level -= 1;
  }

  /** The blocks, without the blank lines of a layout at either end. */
  take(): Block[] {
    this.#endLine('nothing');
    const isMeant = (block: Block): boolean => !this.#layout.has(block);
    const first = this.#blocks.findIndex(isMeant);
    return first < 0 ? [] : this.#blocks.slice(first, this.#blocks.findLastIndex(isMeant) + 1);
  }

  #addText(text: string, { marks, href }: Look): void {
    const hasBreak = /[\n\r\f]/.test(text);
    this.#line.push({ text: hasBreak ? text.replace(/[ \t\n\r\f]+/g, withoutBreak) : text, marks, href });
  }

  #readElement(element: Element, look: Look): void {
    const { tagName, childNodes } = element;
    switch (tagName) {
      case 'br':
        // Browsers put one behind all that is copied.
        if (attributeOf(element, 'class') !== 'Apple-interchange-newline') this.#line.push('line break');
        return;
      case 'img':
        this.#readImage(element, look);
        return;
      case 'p':
        this.#readParagraph(childNodes, look, 'kept');
        return;
      case 'ul':
      case 'ol':
        this.#readList(element, look);
        return;
      case 'blockquote':
        this.#readQuote(childNodes, look);
        return;
      case 'pre':
        this.#endLine('nothing');
        this.#addCode(textOf(childNodes));
        return;
      case 'tr':
        this.#readRow(childNodes, look);
        return;
      default:
        if (headings.has(tagName)) this.#readParagraph(childNodes, emphasised(look), 'trimmed');
        else if (sections.has(tagName)) this.#readParagraph(childNodes, look, 'trimmed');
        else this.readAll(childNodes, look);
    }
  }

  /** Beyond the limit, and from elsewhere, the description is left of it. */
  #readImage(element: Element, look: Look): void {
    const image = this.#progress.images < limits.images ? imageFrom(element) : null;
    if (image === null) this.#addText(altOf(element), look);
    else {
      this.#progress.images += 1;
      this.#line.push(image);
    }
  }

  /** One without content is a blank line where an editor wrote it as a paragraph, and nothing elsewhere. */
  #readParagraph(nodes: readonly Node[], look: Look, edges: Edges): void {
    this.#endLine('nothing');
    const before = this.#blocks.length;
    const around = this.#edges;
    this.#edges = edges;
    this.readAll(nodes, look);
    const isEmpty = edges === 'kept' && this.#blocks.length === before;
    this.#endLine(isEmpty ? 'a blank line' : 'nothing');
    this.#edges = around;
  }

  #readList(element: Element, look: Look): void {
    this.#endLine('nothing');
    const isDeep = this.#depth >= deepest;
    const items: Item[] = [];
    for (const node of element.childNodes) {
      const inner = new Reader(isDeep ? this.#depth : this.#depth + 1, this.#progress, 'kept');
      const item = node.nodeName === 'li' && 'tagName' in node ? node : null;
      inner.readAll(item?.childNodes ?? [node], item === null ? look : lookOf(item, look));
      const blocks = inner.take();
      // Some write a list within a list beside its item, not in it.
      const last = items.at(-1);
      if (item !== null) items.push({ value: valueOf(item), blocks });
      else if (blocks.every(isBlankBlock)) continue;
      else if (last) last.blocks.push(...blocks);
      else items.push({ value: null, blocks });
    }
    this.#blocks.push(...(isDeep ? listInWords(element, items) : listsOf(element, items)));
  }

  #readQuote(nodes: readonly Node[], look: Look): void {
    this.#endLine('nothing');
    if (this.#depth >= deepest) {
      this.readAll(nodes, look);
      this.#endLine('nothing');
      return;
    }
    const inner = new Reader(this.#depth + 1, this.#progress, 'trimmed');
    inner.readAll(nodes, look);
    const blocks = inner.take();
    if (blocks.length > 0) this.#blocks.push({ is: 'quote', blocks });
  }

  #addCode(source: string): void {
    // A browser shows no line behind the last break.
    const text = source.replace(/\r\n?/g, '\n').replace(/\n$/, '');
    this.#blocks.push({ is: 'code', text });
  }

  /** A row of data becomes a line, `one | two`. In a mail a row is often there for the layout: then it is let out. */
  #readRow(nodes: readonly Node[], look: Look): void {
    this.#endLine('nothing');
    const cells = nodes.flatMap((node) => {
      if (!('tagName' in node) || isUnread(node)) return [];
      const inner = new Reader(this.#depth, this.#progress, 'trimmed');
      const own = lookOf(node, look);
      inner.readAll(node.childNodes, node.tagName === 'th' ? emphasised(own) : own);
      return [withoutBlankEnd(inner.take())];
    });
    const lines = cells.map(lineOfCell);
    if (cells.length > 1 && lines.every((line) => line !== null)) {
      const between: Inline = { text: ' | ', ...plainLook };
      this.#line = lines.flatMap((line, at) => (at === 0 ? line : [between, ...line]));
    } else for (const cell of cells) this.#blocks.push(...cell);
    this.#endLine('nothing');
  }

  /** `empty`: what is shown where there is nothing in it. A break alone is a blank line in any case. */
  #endLine(empty: 'a blank line' | 'nothing'): void {
    if (this.#line.length === 0 && empty === 'nothing') return;
    const isShown = empty === 'a blank line' || this.#line.includes('line break');
    const line = tidyLine(this.#line, this.#edges);
    this.#line = [];
    const block = paragraphOf(line);
    if (!isBlankBlock(block)) this.#blocks.push(block);
    else if (isShown) {
      this.#blocks.push(block);
      if (this.#edges === 'trimmed') this.#layout.add(block);
    }
  }
}

/** Null where a cell holds more than a line. */
function lineOfCell(blocks: readonly Block[]): readonly Inline[] | null {
  const [first, second] = blocks;
  if (first === undefined) return [];
  return first.is === 'paragraph' && second === undefined && !first.line.includes('line break')
    ? first.line
    : null;
}

/** A line of source text may be broken anywhere, which is not seen. Spaces alone are left as they are. */
function withoutBreak(space: string): string {
  return /[\n\r\f]/.test(space) ? softSpace : space;
}
