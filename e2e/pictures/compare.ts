import type { Page } from 'playwright-core';

/** How two pictures differ. */
export interface Difference {
  /** Of all pixels, those that differ by more than the edge of a letter may: 0 to 1. Another size is 1. */
  readonly share: number;
  /** The newer one as a PNG, grey, with what differs in red. */
  readonly marked: Buffer;
}

interface Compared {
  readonly share: number;
  readonly marked: string;
}

/** A pixel differs where a channel does by more than this of 255: the edges of letters are drawn a little otherwise elsewhere. */
const tolerance = 40;

/** In a page, as a browser reads PNG. Takes the two as data addresses. */
const compareScript = `async (before, after, tolerance) => {
  const read = async (address) => {
    const image = await createImageBitmap(await (await fetch(address)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    const place = canvas.getContext('2d');
    place.drawImage(image, 0, 0);
    return { canvas, place, pixels: place.getImageData(0, 0, image.width, image.height) };
  };
  const [one, other] = [await read(before), await read(after)];
  const { data, width, height } = other.pixels;
  const isSameSize = one.pixels.width === width && one.pixels.height === height;
  let count = 0;
  for (let at = 0; at < data.length; at += 4) {
    const differs = !isSameSize || [0, 1, 2].some((channel) =>
      Math.abs(data[at + channel] - one.pixels.data[at + channel]) > tolerance);
    if (differs) count += 1;
    const grey = 160 + (data[at] + data[at + 1] + data[at + 2]) / 8;
    data.set(differs ? [220, 0, 0, 255] : [grey, grey, grey, 255], at);
  }
  other.place.putImageData(other.pixels, 0, 0);
  const bytes = new Uint8Array(await (await other.canvas.convertToBlob()).arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return { share: isSameSize ? count / (width * height) : 1, marked: btoa(text) };
}`;

/** Compares two PNGs. `page`: an empty one. */
export async function comparePictures(page: Page, before: Buffer, after: Buffer): Promise<Difference> {
  const [one, other] = [before, after].map((png) => `data:image/png;base64,${png.toString('base64')}`);
  const compared = await page.evaluate<Compared>(
    `(${compareScript})(${JSON.stringify(one)}, ${JSON.stringify(other)}, ${tolerance})`,
  );
  return { share: compared.share, marked: Buffer.from(compared.marked, 'base64') };
}
