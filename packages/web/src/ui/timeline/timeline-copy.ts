/** What a row has of the selection: its words, or their part of it. */
function selectedPart(words: HTMLElement, selected: Range): Range | null {
  if (!selected.intersectsNode(words)) return null;
  const part = document.createRange();
  part.selectNodeContents(words);
  if (selected.compareBoundaryPoints(Range.START_TO_START, part) > 0)
    part.setStart(selected.startContainer, selected.startOffset);
  if (selected.compareBoundaryPoints(Range.END_TO_END, part) < 0)
    part.setEnd(selected.endContainer, selected.endOffset);
  return part;
}

/** A message as it is copied, in both forms. */
function copyOf(words: HTMLElement, part: Range): HTMLElement {
  const copy = document.createElement('div');
  const inPlace = words.dataset['words'];
  if (inPlace) copy.textContent = inPlace;
  else copy.append(part.cloneContents());
  return copy;
}

/** The lines as they are seen: only what is on the page is broken into lines. */
function textOf(copy: HTMLElement): string {
  const place = document.createElement('div');
  place.className = 'rich';
  place.style.cssText = 'position:fixed;inset-inline-start:-200vw;width:100vw';
  place.append(copy);
  document.body.append(place);
  const text = place.innerText;
  place.remove();
  return text.replace(/\n+$/, '');
}

/** Elsewhere a new line in a text is no more than a space. */
function htmlOf(copy: HTMLElement): string {
  const texts = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  const broken: Text[] = [];
  while (texts.nextNode()) if (texts.currentNode instanceof Text) broken.push(texts.currentNode);
  for (const text of broken)
    text.replaceWith(
      ...text.data
        .split('\n')
        .flatMap((line, at) => (at === 0 ? [line] : [document.createElement('br'), line])),
    );
  return copy.outerHTML;
}

function isEditor(element: Element | null): boolean {
  return element instanceof HTMLElement && (element.isContentEditable || element.matches('input, textarea'));
}

/** Whoever copies several messages gets what was written in them, without times, names and buttons. Returns the way to stop. */
export function copyWords(list: HTMLElement): () => void {
  const onCopy = (event: ClipboardEvent) => {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || selection.rangeCount === 0 || !event.clipboardData) return;
    const selected = selection.getRangeAt(0);
    if (isEditor(document.activeElement) && !list.contains(selected.startContainer)) return;
    const all = [...list.querySelectorAll<HTMLElement>('[data-words]')];
    const within = all.some((words) => words.contains(selected.commonAncestorContainer));
    const copies = all.flatMap((words) => {
      const part = selectedPart(words, selected);
      return part ? [copyOf(words, part)] : [];
    });
    // Inside one message the browser knows best; where no message is selected it is not for us.
    if (within || copies.length === 0) return;
    event.clipboardData.setData('text/plain', copies.map(textOf).join('\n'));
    event.clipboardData.setData('text/html', copies.map(htmlOf).join(''));
    event.preventDefault();
  };
  document.addEventListener('copy', onCopy);
  return () => document.removeEventListener('copy', onCopy);
}
