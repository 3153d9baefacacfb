// What stands in a function for the page is of the browser.
/// <reference lib="dom" />
import type { Locator, Page } from 'playwright-core';

/** What is on a clipboard, or under a pointer that drags. */
export interface Carried {
  readonly html?: string;
  readonly text?: string;
  readonly files?: readonly Picture[];
}

export interface Picture {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** A picture of this size: of what the page shows. */
export async function photograph(page: Page, name: string, width: number, height: number): Promise<Picture> {
  const buffer = await page.screenshot({ clip: { x: 0, y: 0, width, height } });
  return { name, mimeType: 'image/png', buffer };
}

/** Pastes it as a browser would hand it over, with each form that the source has written. */
export const paste = (editor: Locator, carried: Carried): Promise<void> => hand(editor, 'paste', carried);

/** Lets it fall on the middle of the editor. */
export const drop = (editor: Locator, carried: Carried): Promise<void> => hand(editor, 'drop', carried);

async function hand(
  editor: Locator,
  how: 'paste' | 'drop',
  { html, text, files = [] }: Carried,
): Promise<void> {
  const given = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, bytes: [...buffer] }));
  await editor.focus();
  await editor.evaluate(
    (element, carried) => {
      const data = new DataTransfer();
      if (carried.html !== undefined) data.setData('text/html', carried.html);
      if (carried.text !== undefined) data.setData('text/plain', carried.text);
      for (const { name, mimeType, bytes } of carried.given)
        data.items.add(new File([new Uint8Array(bytes)], name, { type: mimeType }));
      const { x, y, width, height } = element.getBoundingClientRect();
      const told = { bubbles: true, cancelable: true };
      const place = { clientX: x + width / 2, clientY: y + height / 2 };
      element.dispatchEvent(
        carried.how === 'paste'
          ? new ClipboardEvent('paste', { ...told, clipboardData: data })
          : new DragEvent('drop', { ...told, ...place, dataTransfer: data }),
      );
    },
    { how, html, text, given },
  );
}

/** The formatted text in it, without what the editor adds for itself. */
export function contentOf(shown: Locator): Promise<string> {
  return shown.evaluate((element) => {
    const copy = element.cloneNode(true) as HTMLElement;
    for (const own of copy.querySelectorAll('.ProseMirror-trailingBreak, .ProseMirror-separator'))
      own.remove();
    for (const one of copy.querySelectorAll('*'))
      for (const { name } of [...one.attributes])
        if (!['href', 'start', 'alt'].includes(name)) one.removeAttribute(name);
    return copy.innerHTML.replaceAll('&nbsp;', ' ');
  });
}

/** The images in it, without those that the editor puts beside them for the cursor. */
export function imagesOf(place: Locator): Locator {
  return place.locator('img:not(.ProseMirror-separator)');
}

export function isLoaded(image: Locator): Promise<boolean> {
  return image.evaluate((shown) => shown instanceof HTMLImageElement && shown.naturalWidth > 0);
}
