import { defaultTreeAdapter, type DefaultTreeAdapterTypes, parseFragment, type Token } from 'parse5';

export type Node = DefaultTreeAdapterTypes.ChildNode;
export type Element = DefaultTreeAdapterTypes.Element;

/**
 * The largest tree that is built from a text, where each element counts as 16 and the length of its attributes. A text at
 * the limit that opens an element with every third letter comes to half of that. Only hostile text exceeds it: marks that
 * are never closed are copied, with their attributes, into every paragraph behind them.
 */
const mostTreeSize = 1_000_000;

class TreeTooLarge extends Error {}

/** The nodes that a browser makes of it; null where the tree would be far larger than the text. */
export function parseHtml(html: string): readonly Node[] | null {
  let treeSize = 0;
  const createElement: typeof defaultTreeAdapter.createElement = (name, namespace, attributes) => {
    treeSize += 16 + lengthOf(attributes);
    if (treeSize > mostTreeSize) throw new TreeTooLarge();
    return defaultTreeAdapter.createElement(name, namespace, attributes);
  };
  try {
    return parseFragment(html, { treeAdapter: { ...defaultTreeAdapter, createElement } }).childNodes;
  } catch (fault) {
    if (fault instanceof TreeTooLarge) return null;
    throw fault;
  }
}

function lengthOf(attributes: readonly Token.Attribute[]): number {
  let length = 0;
  for (const { name, value } of attributes) length += name.length + value.length;
  return length;
}

/** Elements whose content is not part of the text. */
const ignored = new Set([
  // Scripts, styles, and what stands in for scripts.
  ...['script', 'style', 'noscript', 'template', 'title'],
  // Frames and media: their content is for browsers that cannot show them.
  ...['iframe', 'object', 'applet', 'noembed', 'noframes', 'audio', 'video', 'canvas'],
  // Other languages, whose elements of the same names mean something else.
  ...['svg', 'math'],
  // Form fields.
  ...['textarea', 'select', 'datalist', 'option'],
]);

export function isIgnored({ tagName }: Element): boolean {
  return ignored.has(tagName);
}

export function attributeOf(element: Element, name: string): string | undefined {
  return element.attrs.find((attribute) => attribute.name === name)?.value;
}

/** The text inside, unchanged. Not recursive, so that deep nesting does not overflow the stack. */
export function textOf(nodes: readonly Node[]): string {
  let text = '';
  const remaining = nodes.toReversed();
  for (let node = remaining.pop(); node !== undefined; node = remaining.pop()) {
    if ('value' in node) text += node.value;
    else if (node.nodeName === 'br') text += '\n';
    else if (node.nodeName === 'img' && 'tagName' in node) text += attributeOf(node, 'alt') ?? '';
    else if ('tagName' in node && !isIgnored(node))
      for (const child of node.childNodes.toReversed()) remaining.push(child);
  }
  return text;
}
