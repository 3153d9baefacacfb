/**
 * What a browser's translation does to a page, as a script of it: every text gives its place to two `<font>` elements with
 * other words in them, after loading and after each change. Chrome leaves out what is marked, and fields that are written in.
 * The other words are the same with a mark behind them that has no width: a locator finds them as before.
 */
export const translationScript = `
(() => {
  const left = '[translate="no"], .notranslate, script, style, noscript, textarea, [contenteditable]:not([contenteditable="false"])';
  const own = new WeakSet();
  const fontWith = (content) => {
    const font = document.createElement('font');
    font.style.verticalAlign = 'inherit';
    font.append(content);
    own.add(font);
    return font;
  };
  const translate = (text) => {
    const { parentElement } = text;
    if (!parentElement || own.has(parentElement) || text.data.trim() === '' || parentElement.closest(left)) return;
    text.replaceWith(fontWith(fontWith(text.data + '\\u200b')));
  };
  const translateAll = () => {
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode);
    texts.forEach(translate);
  };
  document.addEventListener('DOMContentLoaded', () => {
    document.documentElement.classList.add('translated-ltr');
    translateAll();
    new MutationObserver(translateAll).observe(document.body, {
      childList: true, characterData: true, subtree: true,
    });
  });
})();`;

/**
 * Complains about every text that React holds on to by itself, which it does where a text has siblings: a translation takes
 * it away, and React fails where it removes or changes it. A text that is all of its element React finds again.
 */
export const bareTextScript = `
(() => {
  const isHeld = (text) => text.data !== '' && Object.keys(text).some((key) => key.startsWith('__reactFiber'));
  const complain = (text) => {
    if (isHeld(text)) console.error('A bare text: "' + text.data + '" in ' + text.parentElement?.outerHTML.slice(0, 300));
  };
  const look = (node) => {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    for (let text = node.nodeType === 3 ? node : walker.nextNode(); text; text = walker.nextNode()) complain(text);
  };
  new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach(look)))
    .observe(document, { childList: true, subtree: true });
})();`;
