import { isBlank } from '@tieline/text';
import { parseInert } from './sanitise.ts';

export interface Measures {
  readonly width: number | null;
  readonly height: number | null;
}

/** The files that were pasted or dropped, where they are what was meant; null where it was text. */
export function filesIn(data: DataTransfer | null): readonly File[] | null {
  const files = [...(data?.files ?? [])];
  if (files.length === 0) return null;
  // Spreadsheets and Word put a picture of the words beside them, and a page an address beside a picture.
  return saysSomething(data?.getData('text/html') ?? '') ? null : files;
}

const saysSomething = (html: string): boolean => html !== '' && !isBlank(parseInert(html).textContent);

export function isImageFile({ type }: File): boolean {
  return type.startsWith('image/');
}

/** The name of a file without its ending, composed: macOS takes its letters apart. */
export function altOfFile({ name }: File): string {
  return name.normalize('NFC').replace(/\.[^.]{1,10}$/, '');
}

/** In pixels, upright; null where this browser cannot read it, which the server still may. */
export async function measure(image: Blob): Promise<Measures> {
  try {
    const bitmap = await createImageBitmap(image);
    const { width, height } = bitmap;
    bitmap.close();
    return { width, height };
  } catch {
    return { width: null, height: null };
  }
}
