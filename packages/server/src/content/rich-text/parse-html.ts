import { defaultTreeAdapter, type DefaultTreeAdapterTypes, parseFragment, type Token } from 'parse5';

export type Node = DefaultTreeAdapterTypes.ChildNode;
export type Element = DefaultTreeAdapterTypes.Element;

/**
 * What may be built from a text, each element as 16 and the length of its attributes. A text at its limit that opens
 * an element with every third letter comes to half of it. Beyond it is only what has been written to be copied: marks
 * that are never closed stand in every paragraph behind them once more, with their attributes.
 */
const mostBuilt = 1_000_000;

class TooMuch extends Error {}

/** The nodes that a browser would make of it; null where they would be out of all proportion to what is there. */
export function parseHtml(html: string): readonly Node[] | null {
  let built = 0;
  const createElement: typeof defaultTreeAdapter.createElement = (name, namespace, attributes) => {
    built += 16 + lengthOf(attributes);
    if (built > mostBuilt) throw new TooMuch();
    return defaultTreeAdapter.createElement(name, namespace, attributes);
  };
  try {
    return parseFragment(html, { treeAdapter: { ...defaultTreeAdapter, createElement } }).childNodes;
  } catch (fault) {
    if (fault instanceof TooMuch) return null;
    throw fault;
  }
}

function lengthOf(attributes: readonly Token.Attribute[]): number {
  let length = 0;
  for (const { name, value } of attributes) length += name.length + value.length;
  return length;
}

/** Nothing in it is meant to be read as a part of the text: it runs, is shown in another way, or is chosen from. */
const unread = new Set([
  // It runs, styles, or stands in for what does not run here.
  ...['script', 'style', 'noscript', 'template', 'title'],
  // It frames or plays something; what is inside is for browsers that cannot.
  ...['iframe', 'object', 'applet', 'noembed', 'noframes', 'audio', 'video', 'canvas'],
  // Other languages, with elements of the same names that mean something else.
  ...['svg', 'math'],
  // What somebody could type or choose, not what somebody has written.
  ...['textarea', 'select', 'datalist', 'option'],
]);

export function isUnread({ tagName }: Element): boolean {
  return unread.has(tagName);
}

export function attributeOf(element: Element, name: string): string | undefined {
  return element.attrs.find((attribute) => attribute.name === name)?.value;
}

/** The letters in it, as they stand there. However deep it is: by a list of what is next, not by the stack. */
export function textOf(nodes: readonly Node[]): string {
  let text = '';
  const next = nodes.toReversed();
  for (let node = next.pop(); node !== undefined; node = next.pop()) {
    if ('value' in node) text += node.value;
    else if (node.nodeName === 'br') text += '\n';
    else if (node.nodeName === 'img' && 'tagName' in node) text += attributeOf(node, 'alt') ?? '';
    else if ('tagName' in node && !isUnread(node))
      for (const child of node.childNodes.toReversed()) next.push(child);
  }
  return text;
}
