import type { SeatId, TenantId } from '@tieline/protocol';
import sharp, { type Sharp } from 'sharp';
import { createAdmission } from '../concurrency/admission.ts';
import { createOneAtATime } from '../concurrency/one-at-a-time.ts';

/** Image formats and their loaders. All other loaders of the library are blocked, as each is an attack surface. */
const loaders = new Map([
  ['image/jpeg', 'VipsForeignLoadJpegFile'],
  ['image/png', 'VipsForeignLoadPngFile'],
  ['image/webp', 'VipsForeignLoadWebpFile'],
  ['image/gif', 'VipsForeignLoadNsgifFile'],
  ['image/avif', 'VipsForeignLoadHeifFile'],
]);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: [...loaders.values()] });
// Each image is read once, so a cache, and threads for each, would only cost memory.
sharp.cache(false);
sharp.concurrency(1);

/** Pixels of all frames together, at most: a small file may declare a size that fills the memory. */
const mostPixels = 80_000_000;
/** The same for AVIF, of which two kilobytes may take longer to decode than a photo of 80 million pixels. */
const mostAvifPixels = 24_000_000;
const seconds = 10;

export interface Pictures {
  /** Pixels of the image, upright. */
  readonly width: number;
  readonly height: number;
}

/** Pixels of a side, at most. */
export const thumbnailSide = 480;
export const largeSide = 1600;

export function isReadableImage(type: string): boolean {
  return loaders.has(type);
}

/** One image at a time, as decoding may take much memory; companies take turns. */
const admission = createAdmission({ places: 1, placesOfOne: 1, waitingOfOne: Infinity, patience: Infinity });
/** One image of a seat at a time, so that who uploads many does not delay colleagues. */
const seatQueues = createOneAtATime<SeatId>();

/** Who has uploaded an image. */
export interface Uploader {
  readonly tenant: TenantId;
  readonly seat: SeatId;
}

/**
 * Writes pictures of an image as WebP, upright and without metadata: each to its path, no side longer than its number,
 * the largest first. Null where the file cannot be read as an image, or is too large.
 */
export async function writePictures(
  { tenant, seat }: Uploader,
  path: string,
  targets: readonly { readonly path: string; readonly side: number }[],
): Promise<Pictures | null> {
  return seatQueues.run(seat, () =>
    admission.within(tenant, async () => {
      try {
        return await write(path, targets);
      } catch (error) {
        if (isFileFault(error)) return null;
        throw error;
      }
    }),
  );
}

async function write(
  path: string,
  targets: readonly { readonly path: string; readonly side: number }[],
): Promise<Pictures | null> {
  const image = sharp(path, { limitInputPixels: mostPixels });
  const { format, width, height, pages = 1, autoOrient } = await image.metadata();
  if (format === 'heif' && width * height > mostAvifPixels) return null;
  const isAnimated = pages > 1 && width * height * pages <= mostPixels;
  // Each is made from the one before, so that the original is decoded once.
  let source = path;
  for (const target of targets) {
    await shrink(open(source, isAnimated), target.side).toFile(target.path);
    source = target.path;
  }
  return { width: autoOrient.width ?? width, height: autoOrient.height ?? height };
}

function open(path: string, animated: boolean): Sharp {
  return sharp(path, { limitInputPixels: mostPixels, animated, failOn: 'error', sequentialRead: true });
}

function shrink(image: Sharp, side: number): Sharp {
  return image
    .autoOrient()
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 82 })
    .timeout({ seconds });
}

/** The library has one kind of error, so only the text tells a fault of the machine from a broken file. */
function isFileFault(error: unknown): boolean {
  return (
    error instanceof Error &&
    !/no space left|ENOSPC|EDQUOT|EACCES|EIO|EMFILE|ENFILE|ENOMEM|too many open|memory|unable to (?:open|create)/i.test(
      error.message,
    )
  );
}
