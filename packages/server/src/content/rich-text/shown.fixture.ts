import { signOf } from '@tieline/text';
import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { type Block, type Inline, bitOf, isImage, isSpan, markOrder, type Span } from './document.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** A line on the screen: what it stands in, `> 3.`, and its words, with how they look. */
export interface ShownLine {
  readonly within: string;
  readonly words: readonly (readonly [look: string, text: string])[];
}

const image = '0a1b2c3d-0000-4000-8000-00000000000a';
const styleOfSpan = (span: Span): string =>
  [
    ...markOrder.filter((mark) => (span.marks & bitOf(mark)) !== 0),
    ...(span.href === null ? [] : [span.href]),
  ].join(' ');

function joined(words: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  const runs: (readonly [string, string])[] = [];
  for (const [look, text] of words) {
    const last = runs.at(-1);
    if (last?.[0] === look) runs[runs.length - 1] = [look, last[1] + text];
    else if (text !== '') runs.push([look, text]);
  }
  // Spaces alone are seen where they are struck out, underlined or code.
  return runs.every(([look, text]) => text.trim() === '' && !/\b(?:u|s|code)\b/.test(look)) ? [] : runs;
}

/** What the editor shows of a document of its own. */
export function shownInEditor(blocks: readonly Block[], within = ''): ShownLine[] {
  return blocks.flatMap((block): ShownLine[] => {
    switch (block.is) {
      case 'paragraph':
        return linesOf(block.line).map((words) => ({ within, words: joined(words) }));
      case 'code':
        return block.text
          .split('\n')
          .map((text) => ({ within: `${within}code `, words: text === '' ? [] : [['', text]] }));
      case 'quote':
        return shownInEditor(block.blocks, `${within}> `);
      case 'list':
        return block.items.flatMap((item, at) => {
          const sign = block.numbering === null ? '•' : signOf(block.start + at, block.numbering);
          return shownInEditor(item, `${within}${sign} `);
        });
    }
  });
}

function linesOf(line: readonly Inline[]): (readonly [string, string])[][] {
  const lines: (readonly [string, string])[][] = [[]];
  for (const piece of line) {
    if (piece === 'line break') lines.push([]);
    else lines.at(-1)?.push(isImage(piece) ? ['image', piece.alt] : [styleOfSpan(piece), piece.text]);
  }
  return lines;
}

/** The HTML that the editor sends for it: each line a paragraph, and a break at an end twice, as HTML needs it. */
export function editorHtml(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      switch (block.is) {
        case 'paragraph':
          return `<p>${block.line.map(inlineHtml).join('')}${block.line.at(-1) === 'line break' ? '<br>' : ''}</p>`;
        case 'code':
          return `<pre><code>${escaped(block.text)}${block.text.endsWith('\n') ? '\n' : ''}</code></pre>`;
        case 'quote':
          return `<blockquote>${editorHtml(block.blocks)}</blockquote>`;
        case 'list': {
          const items = block.items.map((item) => `<li>${editorHtml(item)}</li>`).join('');
          return block.numbering === null
            ? `<ul>${items}</ul>`
            : `<ol start="${block.start}" type="${block.numbering}">${items}</ol>`;
        }
      }
    })
    .join('');
}

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\u00a0', '&nbsp;');

function inlineHtml(piece: Inline): string {
  if (piece === 'line break') return '<br>';
  if (isImage(piece))
    return `<img src="/files/console/${piece.image}/${piece.image}" alt="${escaped(piece.alt)}">`;
  let html = escaped(piece.text);
  for (const mark of markOrder) if ((piece.marks & bitOf(mark)) !== 0) html = `<${mark}>${html}</${mark}>`;
  return piece.href === null ? html : `<a href="${piece.href}">${html}</a>`;
}

/** What a browser shows of the HTML of a view, its white space as it stands there. */
export function shownInView(html: string): ShownLine[] {
  return shownIn(parseFragment(html).childNodes, '');
}

const isElement = (node: Node): node is Element => 'tagName' in node;
const blockNames = new Set(['p', 'ul', 'ol', 'blockquote', 'pre']);

function shownIn(nodes: readonly Node[], within: string): ShownLine[] {
  const lines: ShownLine[] = [];
  const inline = nodes.filter((node) => !isElement(node) || !blockNames.has(node.tagName));
  const blocks = nodes.filter((node) => isElement(node) && blockNames.has(node.tagName));
  // Words beside a block come before it: an item of one line, with lists below.
  if (inline.length > 0 || blocks.length === 0) lines.push(...inlineLines(inline, within));
  for (const block of blocks) if (isElement(block)) lines.push(...shownBlock(block, within));
  return lines;
}

function shownBlock(block: Element, within: string): ShownLine[] {
  switch (block.tagName) {
    case 'p':
      return inlineLines(block.childNodes, within);
    case 'blockquote':
      return shownIn(block.childNodes, `${within}> `);
    case 'pre':
      return letters(block)
        .replace(/\n$/, '')
        .split('\n')
        .map((text) => ({ within: `${within}code `, words: text === '' ? [] : [['', text]] }));
    default:
      return block.childNodes.flatMap((item, at) =>
        isElement(item) ? shownIn(item.childNodes, `${within}${signIn(block, at)} `) : [],
      );
  }
}

const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((one) => one.name === name)?.value;

function signIn(list: Element, at: number): string {
  if (list.tagName === 'ul') return '•';
  const numbering = attribute(list, 'type') ?? '1';
  return signOf(Number(attribute(list, 'start') ?? 1) + at, numbering as '1');
}

function letters(element: Element): string {
  return element.childNodes
    .map((node) => {
      if ('value' in node) return node.value;
      return isElement(node) ? (node.tagName === 'br' ? '\n' : letters(node)) : '';
    })
    .join('');
}

function inlineLines(nodes: readonly Node[], within: string): ShownLine[] {
  const pieces = nodes.flatMap((node) => inlinePieces(node, []));
  // Behind the last break there is no line.
  if (pieces.at(-1) === 'break') pieces.pop();
  const lines: (readonly [string, string])[][] = [[]];
  for (const piece of pieces) {
    if (piece === 'break') lines.push([]);
    else lines.at(-1)?.push(piece);
  }
  return lines.map((words) => ({ within, words: joined(words) }));
}

function inlinePieces(node: Node, look: readonly string[]): ('break' | readonly [string, string])[] {
  if ('value' in node) return [[inOrder(look), node.value]];
  if (!isElement(node)) return [];
  if (node.tagName === 'br') return ['break'];
  if (node.tagName === 'img')
    // The editor puts one beside a break, for the cursor.
    return attribute(node, 'class') === 'ProseMirror-separator'
      ? []
      : [['image', attribute(node, 'alt') ?? '']];
  const own = node.tagName === 'a' ? (attribute(node, 'href') ?? '') : node.tagName;
  return node.childNodes.flatMap((child) => inlinePieces(child, [...look, own]));
}

const inOrder = (look: readonly string[]): string =>
  [...markOrder.filter((mark) => look.includes(mark)), ...look.filter((one) => one.includes(':'))].join(' ');

/** Without what is truly invisible: blank lines at the end of it all, and the space behind the last word. */
export function withoutEnd(lines: readonly ShownLine[]): ShownLine[] {
  const kept = [...lines];
  while (kept.length > 0 && kept.at(-1)?.within === '' && kept.at(-1)?.words.length === 0) kept.pop();
  const last = kept.pop();
  if (last === undefined) return [];
  const words = [...last.words];
  while (last.within === '') {
    const word = words.pop();
    if (word === undefined) break;
    const [look, text] = word;
    const isSeen = look === 'image' || /\b(?:u|s|code)\b/.test(look);
    const rest = isSeen ? text : text.trimEnd();
    if (rest === '' && !isSeen) continue;
    words.push([look, rest]);
    break;
  }
  return [...kept, { within: last.within, words }];
}

/** The plain form, line by line, put together by hand: what stands in a list or a quote says so in front of it. */
export function plainLines(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => {
    switch (block.is) {
      case 'paragraph':
        return shownInEditor([block]).map(({ words }) => words.map(plainWord).join(''));
      case 'code':
        return block.text.split('\n');
      case 'quote':
        return plainLines(block.blocks).map((line) => (line === '' ? '>' : `> ${line}`));
      case 'list':
        return block.items.flatMap((item, at) => {
          const sign = block.numbering === null ? '•' : signOf(block.start + at, block.numbering);
          const [first = '', ...rest] = plainLines(item);
          return [
            `${sign} ${first}`,
            ...rest.map((line) => (line === '' ? '' : ' '.repeat(sign.length + 1) + line)),
          ];
        });
    }
  });
}

const plainWord = ([look, text]: readonly [string, string]): string =>
  look === 'image' ? `[${text}]` : text;

/** A space on both sides of each link: what stands right beside an address would be read as a part of it. */
export function withLinksApart(blocks: readonly Block[]): Block[] {
  const space: Span = { text: ' ', marks: 0, href: null };
  const isLink = (piece: Inline): boolean => isSpan(piece) && piece.href !== null;
  return blocks.map((block) => {
    switch (block.is) {
      case 'paragraph':
        return {
          ...block,
          line: block.line.flatMap((piece) => (isLink(piece) ? [space, piece, space] : [piece])),
        };
      case 'quote':
        return { ...block, blocks: withLinksApart(block.blocks) };
      case 'list':
        return { ...block, items: block.items.map(withLinksApart) };
      case 'code':
        return block;
    }
  });
}

const word = fc.constantFrom(
  ...['a', 'box', 'Kiste', 'o', 'ünï', '谢谢', '<b>', '&amp;', '12345678.', '1.', '-', '·', '👩‍👩‍👧'],
  ...[' ', ' ', '  ', '\t', '\u00a0', '    '],
);
const text = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(''));
const marks = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 31 }));
const address = 'https://x.example/a';
const span: fc.Arbitrary<Inline> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ text, marks, href: fc.constant(null) }) },
  { weight: 1, arbitrary: fc.record({ text: fc.constant(address), marks, href: fc.constant(address) }) },
  { weight: 2, arbitrary: fc.constant<Inline>('line break') },
);
const picture: Inline = { image: image as never, alt: 'Plan', size: null };
const line = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Inline[]>([]) },
  { weight: 4, arbitrary: fc.array(span, { maxLength: 5 }) },
  // An image in a line of its own: beside words the plain form puts a space between them.
  { weight: 1, arbitrary: fc.constant<Inline[]>([picture]) },
);
const paragraph = line.map((pieces): Block => ({ is: 'paragraph', line: pieces }));
const code = fc
  .array(fc.constantFrom('a', ' ', '\n', '  b', '\t', '<i>', '\n\n'), { maxLength: 6 })
  .map((pieces): Block => ({ is: 'code', text: pieces.join('') }));

const numbering = fc.constantFrom(
  null,
  null,
  '1' as const,
  '1' as const,
  'a' as const,
  'A' as const,
  'i' as const,
  'I' as const,
);

/** A document that the editor can hold: every item begins with a paragraph. */
export const editorDocument: fc.Arbitrary<Block[]> = fc.letrec<{ block: Block; blocks: Block[] }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    paragraph,
    code,
    fc.array(tie('block'), { minLength: 1, maxLength: 3 }).map((blocks): Block => ({ is: 'quote', blocks })),
    fc
      .record({
        numbering,
        start: fc.constantFrom(1, 1, 1, 0, 3, 7, 26, 999, 999_998),
        items: fc.array(
          fc
            .tuple(paragraph, fc.array(tie('block'), { maxLength: 2 }))
            .map(([first, rest]) => [first, ...rest]),
          { minLength: 1, maxLength: 3 },
        ),
      })
      .map((list): Block => ({ is: 'list', ...list, start: list.numbering === null ? 1 : list.start })),
  ),
  blocks: fc.array(tie('block'), { minLength: 1, maxLength: 5 }),
})).blocks;
