import { limits } from '@tieline/protocol';
import { type Block, type Inline, paragraphOf } from './document.ts';
import { isBlank, tidyLine } from './line.ts';
import { emphasised, type Look, lookOf, plainLook } from './look.ts';
import { attributeOf, type Element, isUnread, type Node, parseHtml, textOf } from './parse-html.ts';
import { altOf, imageFrom } from './read-image.ts';

/** Lists and quotes within each other. A person who writes goes two or three deep; what is deeper is let out. */
const deepest = 8;
/** Elements within each other. A mail laid out by tables has sixty; what is deeper is read as mere text. */
const deepestElement = 200;

/**
 * What HTML says, as a browser reads it. Whatever has no meaning here lends its content and is gone. Null where it
 * would be out of all proportion to what was sent.
 */
export function readHtml(html: string): Block[] | null {
  const nodes = parseHtml(html);
  if (nodes === null) return null;
  const reader = new Reader(0, { level: 0, images: 0 });
  reader.readAll(nodes, plainLook);
  return reader.take();
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
  #line: Inline[] = [];

  constructor(depth: number, progress: Progress) {
    this.#depth = depth;
    this.#progress = progress;
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

  /** The blocks, without the blank lines at either end. */
  take(): Block[] {
    this.#endLine();
    const isShown = (block: Block): boolean => block.is !== 'paragraph' || block.line.length > 0;
    const first = this.#blocks.findIndex(isShown);
    return first < 0 ? [] : this.#blocks.slice(first, this.#blocks.findLastIndex(isShown) + 1);
  }

  #addText(text: string, { marks: look, href }: Look): void {
    this.#line.push({
      text: /[\n\r\f]/.test(text) ? text.replace(/[ \t\n\r\f]+/g, withoutBreak) : text,
      marks: look,
      href,
    });
  }

  #readElement(element: Element, look: Look): void {
    const { tagName, childNodes } = element;
    switch (tagName) {
      case 'br':
        this.#line.push('line break');
        return;
      case 'img':
        this.#readImage(element, look);
        return;
      case 'p':
        this.#readParagraph(childNodes, look, 'a blank line');
        return;
      case 'ul':
      case 'ol':
        this.#readList(element, look);
        return;
      case 'blockquote':
        this.#readQuote(childNodes, look);
        return;
      case 'pre':
        this.#endLine();
        this.#addCode(textOf(childNodes));
        return;
      case 'tr':
        this.#readRow(childNodes, look);
        return;
      default:
        if (headings.has(tagName)) this.#readParagraph(childNodes, emphasised(look), 'nothing');
        else if (sections.has(tagName)) this.#readParagraph(childNodes, look, 'nothing');
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

  /** `empty`: what is shown where it has no content. A break alone is a blank line in any case. */
  #readParagraph(nodes: readonly Node[], look: Look, empty: 'a blank line' | 'nothing'): void {
    this.#endLine();
    const before = this.#blocks.length;
    this.readAll(nodes, look);
    const isEmpty = this.#blocks.length === before && isBlank(this.#line);
    const isShown = empty === 'a blank line' || this.#line.includes('line break');
    if (isEmpty) this.#line = [];
    if (isEmpty && isShown) this.#blocks.push(paragraphOf([]));
    this.#endLine();
  }

  #readList(element: Element, look: Look): void {
    this.#endLine();
    if (this.#depth >= deepest) {
      this.readAll(element.childNodes, look);
      this.#endLine();
      return;
    }
    const items: Block[][] = [];
    for (const node of element.childNodes) {
      const inner = new Reader(this.#depth + 1, this.#progress);
      const isItem = node.nodeName === 'li' && 'tagName' in node;
      inner.readAll(isItem ? node.childNodes : [node], isItem ? lookOf(node, look) : look);
      const blocks = inner.take();
      // Some write a list within a list beside its item, not in it.
      const last = items.at(-1);
      if (isItem) items.push(blocks);
      else if (blocks.length > 0 && last) last.push(...blocks);
      else if (blocks.length > 0) items.push(blocks);
    }
    if (items.some((item) => item.length > 0)) this.#blocks.push(listOf(element, items));
  }

  #readQuote(nodes: readonly Node[], look: Look): void {
    this.#endLine();
    if (this.#depth >= deepest) {
      this.readAll(nodes, look);
      this.#endLine();
      return;
    }
    const inner = new Reader(this.#depth + 1, this.#progress);
    inner.readAll(nodes, look);
    const blocks = inner.take();
    if (blocks.length > 0) this.#blocks.push({ is: 'quote', blocks });
  }

  #addCode(source: string): void {
    const text = source.replace(/\r\n?/g, '\n').replace(/^\n+/, '').trimEnd();
    if (text !== '') this.#blocks.push({ is: 'code', text });
  }

  /** A row of data becomes a line, `one | two`. In a mail a row is often there for the layout: then it is let out. */
  #readRow(nodes: readonly Node[], look: Look): void {
    this.#endLine();
    const cells = nodes.flatMap((node) => {
      if (!('tagName' in node) || isUnread(node)) return [];
      const inner = new Reader(this.#depth, this.#progress);
      const own = lookOf(node, look);
      inner.readAll(node.childNodes, node.tagName === 'th' ? emphasised(own) : own);
      return [inner.take()];
    });
    const lines = cells.map(lineOfCell);
    if (cells.length > 1 && lines.every((line) => line !== null)) {
      const between: Inline = { text: ' | ', ...plainLook };
      this.#line = lines.flatMap((line, at) => (at === 0 ? line : [between, ...line]));
    } else for (const cell of cells) this.#blocks.push(...cell);
    this.#endLine();
  }

  #endLine(): void {
    const line = tidyLine(this.#line);
    this.#line = [];
    if (!isBlank(line)) this.#blocks.push(paragraphOf(line));
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

function listOf(element: Element, items: readonly (readonly Block[])[]): Block {
  const start = Number(attributeOf(element, 'start') ?? 1);
  const isNumber = Number.isSafeInteger(start) && start >= 0 && start < 1_000_000;
  return { is: 'list', ordered: element.tagName === 'ol', start: isNumber ? start : 1, items };
}

/** A line of source text may be broken anywhere, which is not seen. Spaces alone are left as they are. */
function withoutBreak(space: string): string {
  return /[\n\r\f]/.test(space) ? ' ' : space;
}
