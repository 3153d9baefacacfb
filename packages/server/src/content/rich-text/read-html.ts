import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { bitOf, type Block, type Inline, type Marks, paragraphOf } from './document.ts';
import { isBlank, type Look, plainLook, tidyLine } from './line.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** Lists and quotes within each other. A person who writes goes two or three deep; what is deeper is let out. */
const deepest = 8;

/** What HTML says, as a browser reads it. Whatever has no meaning here lends its content and is gone. */
export function readHtml(html: string): Block[] {
  const reader = new Reader(0);
  reader.readAll(parseFragment(html).childNodes, plainLook);
  return reader.take();
}

const strong = bitOf('strong');
const em = bitOf('em');
const u = bitOf('u');
const s = bitOf('s');
const code = bitOf('code');
const marksOf = new Map<string, Marks>([
  ...['b', 'strong'].map((name) => [name, strong] as const),
  ...['em', 'i'].map((name) => [name, em] as const),
  ...['u', 'ins'].map((name) => [name, u] as const),
  ...['s', 'strike', 'del'].map((name) => [name, s] as const),
  ...['code', 'kbd', 'samp', 'tt'].map((name) => [name, code] as const),
]);
const headings = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'dt']);
const sections = new Set([
  ...[
    'div',
    'dl',
    'dd',
    'section',
    'article',
    'header',
    'footer',
    'main',
    'aside',
    'nav',
    'address',
    'figure',
  ],
  ...['figcaption', 'center', 'td', 'th', 'caption', 'tbody', 'thead', 'tfoot', 'hr'],
]);

/** Reads the content of the whole, or of one quote, item or cell. */
class Reader {
  readonly #depth: number;
  readonly #blocks: Block[] = [];
  #line: Inline[] = [];

  constructor(depth: number) {
    this.#depth = depth;
  }

  readAll(nodes: readonly Node[], look: Look): void {
    for (const node of nodes) {
      if (node.nodeName === '#text') this.#addText((node as DefaultTreeAdapterTypes.TextNode).value, look);
      else if ('tagName' in node) this.#readElement(node, look);
    }
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

  #readElement(element: Element, around: Look): void {
    const look = lookOf(element, around);
    const { tagName, childNodes } = element;
    switch (tagName) {
      case 'br':
        this.#line.push('line break');
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
        if (headings.has(tagName)) this.#readParagraph(childNodes, marked(look, strong), 'nothing');
        else if (sections.has(tagName) || tagName === 'li' || tagName === 'table')
          this.#readParagraph(childNodes, look, 'nothing');
        else this.readAll(childNodes, look);
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
      const inner = new Reader(this.#depth + 1);
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
    const inner = new Reader(this.#depth + 1);
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
      if (!('tagName' in node)) return [];
      const inner = new Reader(this.#depth);
      const own = lookOf(node, look);
      inner.readAll(node.childNodes, node.tagName === 'th' ? marked(own, strong) : own);
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

function lookOf(element: Element, around: Look): Look {
  const mark = marksOf.get(element.tagName);
  const own = mark === undefined ? around : marked(around, mark);
  if (element.attrs.length === 0) return own;
  const styled = withStyle(own, attributeOf(element, 'style') ?? '');
  const href = element.tagName === 'a' ? hrefOf(attributeOf(element, 'href')) : null;
  return href === null ? styled : { ...styled, href };
}

/** Some programs write what is bold by its style, and put a `b` that is not bold around it all. */
function withStyle(look: Look, style: string): Look {
  if (style === '') return look;
  let styled = look;
  const weight = /(?:^|;)\s*font-weight\s*:\s*([a-z0-9]+)/i.exec(style)?.[1]?.toLowerCase();
  if (weight !== undefined) styled = marked(styled, strong, weight === 'bold' || Number(weight) >= 600);
  const slant = /(?:^|;)\s*font-style\s*:\s*([a-z]+)/i.exec(style)?.[1]?.toLowerCase();
  if (slant !== undefined) styled = marked(styled, em, slant === 'italic' || slant === 'oblique');
  const decoration =
    /(?:^|;)\s*text-decoration(?:-line)?\s*:\s*([^;]+)/i.exec(style)?.[1]?.toLowerCase() ?? '';
  if (decoration.includes('line-through')) styled = marked(styled, s);
  // Links are underlined by everybody; that says nothing.
  return decoration.includes('underline') && look.href === null ? marked(styled, u) : styled;
}

function marked(look: Look, mark: Marks, is = true): Look {
  const marks = is ? look.marks | mark : look.marks & ~mark;
  return marks === look.marks ? look : { ...look, marks };
}

/** A line of source text may be broken anywhere, which is not seen. Spaces alone are left as they are. */
function withoutBreak(space: string): string {
  return /[\n\r\f]/.test(space) ? ' ' : space;
}

/** The address in the one form in which it is read back unchanged; null where it is none. */
function hrefOf(written: string | undefined): string | null {
  if (written === undefined || !URL.canParse(written)) return null;
  // Mail addresses are left as they are by the standard, which would be read back as something else.
  return new URL(written).href.replace(/["<>\u00a0]/g, encodeURIComponent);
}

function attributeOf(element: Element, name: string): string | undefined {
  return element.attrs.find((attribute) => attribute.name === name)?.value;
}

function textOf(nodes: readonly Node[]): string {
  return nodes
    .map((node) => {
      if (node.nodeName === 'br') return '\n';
      if ('childNodes' in node) return textOf(node.childNodes);
      return 'value' in node ? node.value : '';
    })
    .join('');
}
