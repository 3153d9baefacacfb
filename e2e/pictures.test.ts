import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Album, takePictures } from './pictures/album.ts';
import { comparePictures } from './pictures/compare.ts';
import { openStudio, type Studio } from './pictures/studio.ts';

/** `npm run shots` writes the pictures instead of holding the screens against them. */
const writes = process.env['TIELINE_SHOTS'] === 'write';
const folder = fileURLToPath(new URL('../docs/shots', import.meta.url));
/** Of all pixels: a digit of a clock and less than a button. */
const smallShare = 0.0005;

let studio: Studio;
let album: Album;

beforeAll(async () => {
  studio = await openStudio(inject('databaseUrl'));
  album = await takePictures(studio);
  if (!writes) return;
  await mkdir(folder, { recursive: true });
  for (const [name, picture] of album) await writeFile(join(folder, `${name}.png`), picture);
}, 300_000);
afterAll(() => studio.close());

const nameOf = (file: string) => file.slice(0, -'.png'.length);

describe('the pictures of the documentation', () => {
  it('are these', async () => {
    const kept = (await readdir(folder)).filter((file) => file.endsWith('.png')).map(nameOf);
    expect([...album.keys()].toSorted()).toEqual(kept.toSorted());
  });

  it('are old where a button is gone, and not where nothing is', async () => {
    const page = await studio.open({ viewport: { width: 1280, height: 800 } });
    await page.goto(`${studio.url}/?company=harbor`);
    await page.getByRole('form').waitFor();
    const asItIs = await page.screenshot({ caret: 'hide' });
    const button = page.getByRole('button', { name: 'Show password' });
    await button.evaluate((shown: { style: { visibility: string } }) => {
      shown.style.visibility = 'hidden';
    });
    const changed = await page.screenshot({ caret: 'hide' });
    await page
      .getByRole('button', { name: 'Log in' })
      .evaluate((shown: { style: { visibility: string } }) => {
        shown.style.visibility = 'hidden';
      });
    const bare = await page.screenshot({ caret: 'hide' });
    const blank = await studio.open();
    expect((await comparePictures(blank, asItIs, asItIs)).share).toBe(0);
    expect((await comparePictures(blank, asItIs, changed)).share).toBeGreaterThan(0);
    expect((await comparePictures(blank, asItIs, bare)).share).toBeGreaterThan(smallShare);
  });

  it('are the screens of today', async () => {
    const page = await studio.open();
    const old: string[] = [];
    for (const [name, picture] of album) {
      const { share, marked } = await comparePictures(
        page,
        await readFile(join(folder, `${name}.png`)),
        picture,
      );
      if (share > smallShare) {
        const place = join(await mkdtemp(join(tmpdir(), 'tieline-pictures-')), `${name}.png`);
        await writeFile(place, marked);
        old.push(`${name}: ${(share * 100).toFixed(2)} % differ (${place})`);
      }
    }
    expect(old, 'Look at what differs; where it is meant, npm run shots makes the pictures anew.').toEqual(
      [],
    );
  });
});
