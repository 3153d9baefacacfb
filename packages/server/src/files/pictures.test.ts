import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SeatId, TenantId } from '@tieline/protocol';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Uploader, writePictures } from './pictures.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tieline-pictures-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const uploader = (tenant: string, seat: string): Uploader => ({
  tenant: tenant as TenantId,
  seat: seat as SeatId,
});

/** An image of one colour: a few bytes, however large. */
async function imageOf(name: string, side: number): Promise<string> {
  const path = join(folder, name);
  const image = sharp({ create: { width: side, height: side, channels: 3, background: 'red' } });
  await (name.endsWith('.avif') ? image.avif({ effort: 0 }) : image).toFile(path);
  return path;
}

let made = 0;
const target = (side: number) => ({ path: join(folder, `made-${(made += 1)}`), side });

it('[CONT-6] makes the smaller picture from the larger one', async () => {
  const [large, small] = [target(400), target(100)];
  const picture = await writePictures(uploader('a', '1'), await imageOf('photo.png', 900), [large, small]);
  expect(picture).toEqual({ width: 900, height: 900 });
  expect(await sharp(large.path).metadata()).toMatchObject({ format: 'webp', width: 400, height: 400 });
  expect(await sharp(small.path).metadata()).toMatchObject({ format: 'webp', width: 100, height: 100 });
});

it('makes none where an AVIF declares more pixels than any camera makes', async () => {
  expect(
    await writePictures(uploader('a', '1'), await imageOf('small.avif', 64), [target(32)]),
  ).not.toBeNull();
  expect(await writePictures(uploader('a', '1'), await imageOf('wall.avif', 5000), [target(32)])).toBeNull();
});

it('lets companies take turns, and colleagues go between the many images of one seat', async () => {
  const path = await imageOf('many.png', 300);
  const order: string[] = [];
  const bring = async (tenant: string, seat: string) => {
    await writePictures(uploader(tenant, seat), path, [target(50)]);
    order.push(`${tenant} ${seat}`);
  };
  await Promise.all([
    ...Array.from({ length: 4 }, () => bring('busy', 'many')),
    bring('busy', 'one'),
    bring('quiet', 'other'),
  ]);
  expect(order.slice(0, 3).toSorted()).toEqual(['busy many', 'busy one', 'quiet other']);
});
