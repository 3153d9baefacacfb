import type { SeatId, TenantId } from '@tieline/protocol';
import sharp, { type Sharp } from 'sharp';
import { createAdmission } from '../concurrency/admission.ts';
import { createOneAtATime } from '../concurrency/one-at-a-time.ts';

/** Formats that pictures are made of. Everything else that the library could read, it must not even try. */
const readable = new Map([
  ['image/jpeg', 'VipsForeignLoadJpegFile'],
  ['image/png', 'VipsForeignLoadPngFile'],
  ['image/webp', 'VipsForeignLoadWebpFile'],
  ['image/gif', 'VipsForeignLoadNsgifFile'],
  ['image/avif', 'VipsForeignLoadHeifFile'],
]);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: [...readable.values()] });
// What is uploaded is read once. A cache of it, and threads for each, would only cost memory.
sharp.cache(false);
sharp.concurrency(1);

/** Pixels of all frames together, at most: a small file may say that it is as large as a wall. */
const mostPixels = 80_000_000;
/** Of AVIF: two kilobytes of it may take longer to unpack than a photo of 80 million. */
const mostAvifPixels = 24_000_000;
const seconds = 10;

export interface Pictures {
  /** Pixels of what is shown, upright. */
  readonly width: number;
  readonly height: number;
}

/** Pixels of a side, at most. */
export const thumbnailSide = 480;
export const largeSide = 1600;

export function isPictured(type: string): boolean {
  return readable.has(type);
}

/** One after the other, each may need as much memory as its pixels; companies by turns. */
const turns = createAdmission({ places: 1, placesOfOne: 1, waitingOfOne: Infinity, patience: Infinity });
/** Whoever brings many at once lets colleagues go in between. */
const ofSeats = createOneAtATime<SeatId>();

/** Who has brought an image. */
export interface Bringer {
  readonly tenant: TenantId;
  readonly seat: SeatId;
}

/**
 * Writes pictures of an image, as WebP, upright, with nothing of what a camera or a program wrote beside them: each to
 * its path, with no side longer than its number, the largest first. Null where the file cannot be read as an image, or
 * is too large.
 */
export async function writePictures(
  { tenant, seat }: Bringer,
  path: string,
  targets: readonly { readonly path: string; readonly side: number }[],
): Promise<Pictures | null> {
  return ofSeats.run(seat, () =>
    turns.within(tenant, async () => {
      try {
        return await write(path, targets);
      } catch (error) {
        if (isAboutTheFile(error)) return null;
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
  const moves = pages > 1 && width * height * pages <= mostPixels;
  // Each of the one before: what was brought is unpacked once.
  let source = path;
  for (const target of targets) {
    await shrink(open(source, moves), target.side).toFile(target.path);
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

/** The library has one kind of error. What comes from the disk names itself as the system does. */
function isAboutTheFile(error: unknown): boolean {
  return (
    error instanceof Error &&
    !/no space left|ENOSPC|EDQUOT|EACCES|EIO|EMFILE|ENFILE|ENOMEM|too many open|memory|unable to (?:open|create)/i.test(
      error.message,
    )
  );
}
