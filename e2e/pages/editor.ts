import type { Locator } from 'playwright-core';
import type { TestFile } from '../files.ts';

/** What is on a clipboard, or under a pointer that drags. */
export interface Carried {
  readonly html?: string;
  readonly text?: string;
  readonly files?: readonly TestFile[];
}

/** Pastes it as a browser would hand it over, with each form that the source has written. */
export const paste = (editor: Locator, carried: Carried): Promise<void> => hand(editor, 'paste', carried);

/** Lets it fall on the middle of the editor. */
export const drop = (editor: Locator, carried: Carried): Promise<void> => hand(editor, 'drop', carried);

/** In the page, where the keyboard is. */
const handing = `({ how, html, text, files }) => {
  const data = new DataTransfer();
  if (html !== undefined) data.setData('text/html', html);
  if (text !== undefined) data.setData('text/plain', text);
  for (const { name, mimeType, base64 } of files) {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    data.items.add(new File([bytes], name, { type: mimeType }));
  }
  const { x, y, width, height } = document.activeElement.getBoundingClientRect();
  const told = { bubbles: true, cancelable: true, clientX: x + width / 2, clientY: y + height / 2 };
  document.activeElement.dispatchEvent(
    how === 'paste'
      ? new ClipboardEvent('paste', { ...told, clipboardData: data })
      : new DragEvent('drop', { ...told, dataTransfer: data }),
  );
}`;

async function hand(editor: Locator, how: 'paste' | 'drop', { html, text, files = [] }: Carried) {
  const given = files.map(({ name, mimeType, buffer }) => ({
    name,
    mimeType,
    base64: buffer.toString('base64'),
  }));
  await editor.focus();
  // The editor hears in a task of its own where the cursor was moved to last.
  await editor.page().evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))');
  await editor.page().evaluate(`(${handing})(${JSON.stringify({ how, html, text, files: given })})`);
}

/** The formatted text in it, without what the editor, the page and a translation add for themselves. */
export async function contentOf(shown: Locator): Promise<string> {
  const html = await shown.innerHTML();
  return html
    .replace(/<(?:br|img)[^>]* class="ProseMirror-[^>]*>|<\/?font[^>]*>|\u200b/g, '')
    .replace(/ (?!href|start|type|alt)[a-z-]+="[^"]*"/g, '')
    .replaceAll('&nbsp;', ' ');
}

/** Words without what a translation adds for itself. */
export const withoutMarks = (words: string): string => words.replaceAll('\u200b', '');

/** The words in it as they stand on the screen, without what a translation adds for itself. */
export async function wordsOf(shown: Locator): Promise<string> {
  return withoutMarks(await shown.innerText());
}

/** The images in it, without those that the editor puts beside them for the cursor. */
export function imagesOf(place: Locator): Locator {
  return place.locator('img:not(.ProseMirror-separator)');
}

export function isLoaded(image: Locator): Promise<boolean> {
  return image.evaluate((shown: { naturalWidth?: number }) => (shown.naturalWidth ?? 0) > 0);
}

/** How many letters stand before the caret, as the page knows it. */
export const caretIn = (editor: Locator): Promise<number> =>
  editor.page().evaluate<number>(`(() => {
    const range = getSelection().getRangeAt(0).cloneRange();
    range.setStart(document.activeElement, 0);
    return range.toString().length;
  })()`);
