import { type FileId, imageAddress } from '@tieline/protocol';
import { beginningOf, isBlank } from '@tieline/text';
import type { Image } from './document.ts';
import { attributeOf, type Element } from './parse-html.ts';

const storedAddress = /^image:([0-9a-f-]{36})$/;
const fileId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Characters of a description; a longer one is cut. */
const longestAlt = 200;
/** Pixels of a side, at most. */
const largestSide = 10_000;

/** An uploaded image, by its address on this server or by its stored form. Null for every other image. */
export function imageFrom(element: Element): Image | null {
  const source = attributeOf(element, 'src') ?? '';
  const file = (imageAddress.exec(source) ?? storedAddress.exec(source))?.[1];
  return file !== undefined && fileId.test(file)
    ? { image: file as FileId, alt: altOf(element), size: sizeOf(element) }
    : null;
}

/** The description of an image, in one line; empty where it has none. */
export function altOf(element: Element): string {
  const alt = attributeOf(element, 'alt');
  if (alt === undefined) return '';
  // Browsers differ in whether they escape these two in attributes, so that HTML with them would not stay the same.
  const line = alt.replaceAll('<', '‹').replaceAll('>', '›').replace(/\s+/g, ' ').trim();
  return isBlank(line) ? '' : beginningOf(line, longestAlt).text.trim();
}

function sizeOf(element: Element): Image['size'] {
  const width = sideOf(attributeOf(element, 'width'));
  const height = sideOf(attributeOf(element, 'height'));
  return width === null || height === null ? null : { width, height };
}

function sideOf(written: string | undefined): number | null {
  if (written === undefined || !/^[1-9][0-9]{0,4}$/.test(written)) return null;
  const side = Number(written);
  return side <= largestSide ? side : null;
}
