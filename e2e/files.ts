import type { Locator, Page } from 'playwright-core';
import { deflateSync } from 'node:zlib';

/** A file as the picker of a browser takes it. */
export interface TestFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export const textFile = (name: string, text: string): TestFile => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(text),
});

/** Bytes of no known kind; nowhere the same, so that a piece at a wrong place shows. */
export function largeFile(name: string, size: number): TestFile {
  const buffer = Buffer.from(Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8)) % 251));
  return { name, mimeType: 'application/octet-stream', buffer };
}

/** A picture: red on the left, fading into blue. */
export function pngFile(name: string, width: number, height: number): TestFile {
  const rows = Array.from({ length: height }, () => {
    const row = Buffer.alloc(1 + width * 3);
    for (let x = 0; x < width; x += 1) row.set([255 - (255 * x) / width, 60, (255 * x) / width], 1 + x * 3);
    return row;
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(rows))), chunk('IEND')];
  const sign = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return { name, mimeType: 'image/png', buffer: Buffer.concat([sign, ...parts]) };
}

function chunk(kind: string, content: Buffer = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(kind), content]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(content.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(checksumOf(named), named.length + 4);
  return whole;
}

/** CRC-32. */
function checksumOf(bytes: Buffer): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/** The file in the page, as the expression of a script. */
const inPage = ({ name, mimeType, buffer }: TestFile) =>
  `new File([Uint8Array.from(atob('${buffer.toString('base64')}'), (letter) => letter.charCodeAt(0))],
    ${JSON.stringify(name)}, { type: '${mimeType}' })`;

/** Holds a file over an element, or lets it go there. */
export async function carryTo(
  target: Locator,
  events: readonly ('dragover' | 'drop')[],
  file: TestFile,
): Promise<void> {
  const given = `(() => {
    const given = new DataTransfer();
    given.items.add(${inPage(file)});
    return given;
  })()`;
  const dataTransfer = await target.page().evaluateHandle(given);
  for (const event of events) await target.dispatchEvent(event, { dataTransfer });
}

/** Copies a picture, and pastes it where the keyboard is. */
export async function pastePicture(page: Page, picture: TestFile): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(
    `navigator.clipboard.write([new ClipboardItem({ '${picture.mimeType}': ${inPage(picture)} })])`,
  );
  await page.keyboard.press('Control+v');
}
