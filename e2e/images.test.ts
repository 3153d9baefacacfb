import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectFocused, expectGone, expectSeen, expectSoon } from './expect-seen.ts';
import { pngFile } from './files.ts';
import type { Chat } from './pages/chat.ts';
import { type Console, consoleOf } from './pages/console.ts';
import { drop, imagesOf, isLoaded, paste } from './pages/editor.ts';
import { officeOf } from './pages/office.ts';
import { harbor, useStage } from './stage.ts';

const stage = useStage(conditions.images);

interface Talk {
  readonly ada: Console;
  readonly bea: Console;
  readonly asking: Chat;
  readonly answering: Chat;
}

async function talk(): Promise<Talk> {
  const scene = await stage.scene({ cast: harbor });
  const ada = consoleOf(await scene.enter('ada', 'console'));
  const bea = consoleOf(await scene.enter('bea', 'console'));
  const asking = await ada.start('My group', 'Bea', 'agent');
  await asking.write('Hello');
  await bea.agentLink('Ada').click();
  return { ada, bea, asking, answering: bea.chat('Ada') };
}

const sendButton = (chat: Chat) => chat.section.getByRole('button', { name: 'Send', exact: true });
const imageButton = (chat: Chat) => chat.section.locator('input[type="file"]');

/** Keeps the bytes of every upload back until it is let go. */
async function holdUploads(page: Page): Promise<() => Promise<void>> {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route('**/api/v1/uploads/*', async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  return async () => {
    letGo();
    await page.unroute('**/api/v1/uploads/*');
  };
}

/** What an image is and how much of it is there: its own width once it has been loaded. */
async function expectLoaded(image: Locator, alt: string, width: number): Promise<void> {
  await image.waitFor();
  expect(await image.getAttribute('alt')).toBe(alt);
  expect(await image.getAttribute('src')).toMatch(/^\/files\/console\/[0-9a-f-]{36}\/[0-9a-f-]{36}$/);
  expect(await image.getAttribute('width')).toBe(String(width));
  await image.scrollIntoViewIfNeeded();
  await expectSoon(() => isLoaded(image), true);
}

/** By a click and by the keyboard, which finds its place again. */
async function showsInFull(message: Locator): Promise<void> {
  const page = message.page();
  const image = message.getByRole('button', { name: 'Show Gate plan in full' });
  const dialog = page.getByRole('dialog', { name: 'Gate plan' });
  await image.click();
  await expectLoaded(dialog.getByRole('img'), 'Gate plan', 640);
  await page.keyboard.press('Escape');
  await expectGone(dialog);
  await expectFocused(image);
  await page.keyboard.press('Enter');
  await expectSeen(dialog);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expectGone(dialog);
}

describe('an image in a message', () => {
  it('[CONT-1] is picked, waited for and sent with the words around it', async () => {
    const { ada, asking, answering } = await talk();
    const release = await holdUploads(ada.page);
    await asking.composer.pressSequentially('See ');
    await imageButton(asking).setInputFiles(pngFile('Gate plan.png', 640, 480));
    const ring = asking.composer.getByRole('progressbar', { name: 'Uploading Gate plan' });
    await expectSeen(ring, asking.section.getByText('One image is being uploaded.'));
    expect(await sendButton(asking).getAttribute('aria-disabled')).toBe('true');
    await asking.composer.press('Enter');
    await expectSeen(ring);

    await release();
    await expectGone(ring);
    await asking.composer.press('Enter');
    const arrived = answering.message('See');
    await expectLoaded(imagesOf(arrived), 'Gate plan', 640);
    await expectLoaded(imagesOf(asking.message('See')), 'Gate plan', 640);
    await showsInFull(arrived);
    // Nothing is left of it to be sent twice.
    await expectGone(imagesOf(asking.composer));
    await asking.composer.press('Control+z');
    await expectGone(imagesOf(asking.composer));
  });

  it('[CONT-1] is pasted and dropped, undone and brought back, and deleted while it is on its way', async () => {
    const { ada, asking, answering } = await talk();
    const { composer } = asking;
    const plan = pngFile('plan.png', 300, 200);
    await paste(composer, {
      files: [plan],
      html: '<meta charset="utf-8"><img src="https://elsewhere.test/a.png">',
    });
    await expectSoon(() => imagesOf(composer).count(), 1);
    await drop(composer, { files: [{ ...plan, name: 'door.png' }] });
    await expectSoon(() => imagesOf(composer).count(), 2);
    await expectGone(composer.getByRole('progressbar'));

    const release = await holdUploads(ada.page);
    await paste(composer, { files: [{ ...plan, name: 'third.png' }] });
    await expectSeen(composer.getByRole('progressbar', { name: 'Uploading third' }));
    for (const [away, back] of [
      ['Control+z', 'Control+Shift+z'],
      ['Backspace', 'Control+z'],
    ] as const) {
      await composer.press(away);
      await expectGone(composer.getByRole('progressbar'));
      expect(await sendButton(asking).getAttribute('aria-disabled')).toBe('false');
      await composer.press(back);
      await expectSeen(composer.getByRole('progressbar', { name: 'Uploading third' }));
    }
    await release();
    await expectGone(composer.getByRole('progressbar'));

    await composer.press('End');
    await composer.pressSequentially('Three');
    await composer.press('Enter');
    await expectSoon(() => imagesOf(answering.message('Three')).count(), 3);
    for (const [at, alt] of ['plan', 'door', 'third'].entries()) {
      const image = answering.message('Three').getByRole('button', { name: `Show ${alt} in full` });
      expect(await image.count(), `image ${at}`).toBe(1);
    }
  });

  it('[CONT-1] is kept with the draft, and goes on while another chat is open', async () => {
    const { ada, asking, answering } = await talk();
    const release = await holdUploads(ada.page);
    await imageButton(asking).setInputFiles(pngFile('plan.png', 300, 200));
    await expectSeen(asking.composer.getByRole('progressbar'));
    await ada.start('Directory', 'Mei', 'office');
    await release();
    await ada.agentLink('Bea').click();
    await expectGone(asking.composer.getByRole('progressbar'));
    await expectSoon(() => imagesOf(asking.composer).getAttribute('width'), '300');

    await ada.page.reload();
    await expectLoaded(imagesOf(asking.composer), 'plan', 300);
    await asking.composer.press('Enter');
    await expectSeen(imagesOf(answering.section));
    await expectLoaded(imagesOf(answering.section), 'plan', 300);
  });

  it('[CONT-1] that cannot be read is refused with a sentence, and is gone', async () => {
    const { asking } = await talk();
    const broken = { name: 'broken.png', mimeType: 'image/png', buffer: Buffer.from('no image') };
    await asking.composer.pressSequentially('Before');
    await imageButton(asking).setInputFiles(broken);
    await expectSeen(
      asking.section.page().getByText('broken.png was not taken: This image cannot be read, or is too large'),
    );
    await expectGone(imagesOf(asking.composer));
    expect(await asking.composer.innerText()).toContain('Before');
    await drop(asking.composer, { files: [{ ...broken, name: 'a.pdf', mimeType: 'application/pdf' }] });
    await expectSeen(asking.section.page().getByText('Only images can be put into a message.'));
  });

  it('[CONT-3] is described in words, which are what the excerpt of an office reader says', async () => {
    const scene = await stage.scene({ cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const mei = officeOf(await scene.enter('mei', 'office'));
    const asking = await ada.start('Directory', 'Mei', 'office');
    const { composer, section } = asking;
    const field = section.getByRole('textbox', { name: 'Image description' });
    await imageButton(asking).setInputFiles(pngFile('IMG_2041.png', 300, 200));
    await expectGone(composer.getByRole('progressbar'));
    await expectGone(field);

    // By the keyboard: over the image, then back to the field.
    await composer.press('ArrowLeft');
    expect(await field.inputValue()).toBe('IMG_2041');
    await composer.press('Shift+Tab');
    await section.getByRole('button', { name: 'Remove image' }).press('Shift+Tab');
    await expectFocused(field);
    await field.fill('A cr');
    await field.press('Escape');
    await expectFocused(composer);
    expect(await imagesOf(composer).getAttribute('alt')).toBe('IMG_2041');

    await imagesOf(composer).click();
    await field.fill('A crushed box "B4"');
    await field.press('Enter');
    await expectGone(field);
    await composer.pressSequentially(' at gate 4');
    await composer.press('Enter');
    await mei.link('Ada').click();
    await expectSeen(mei.chat('Ada').message('[A crushed box "B4"] at gate 4'));
    await expectLoaded(imagesOf(asking.message('at gate 4')), 'A crushed box "B4"', 300);

    await imageButton(asking).setInputFiles(pngFile('other.png', 300, 200));
    await expectGone(composer.getByRole('progressbar'));
    await imagesOf(composer).click();
    await section.getByRole('button', { name: 'Remove image' }).click();
    await expectGone(imagesOf(composer));
    await expectFocused(composer);
  });

  it('[CONT-1] that was sent in another chat is uploaded once more where it is pasted', async () => {
    const { ada, asking, answering } = await talk();
    await imageButton(asking).setInputFiles(pngFile('plan.png', 300, 200));
    await expectGone(asking.composer.getByRole('progressbar'));
    await asking.composer.press('Enter');
    const first = await imagesOf(answering.section).getAttribute('src');

    const toMei = await ada.start('Directory', 'Mei', 'office');
    const html = `<p>again <img src="${stage.url()}${first}" alt="plan"></p>`;
    await paste(toMei.composer, { html });
    await expectSoon(() => imagesOf(toMei.composer).count(), 1);
    await expectGone(toMei.composer.getByRole('progressbar'));
    await toMei.composer.press('Enter');
    const second = imagesOf(toMei.message('again'));
    await expectLoaded(second, 'plan', 300);
    expect(await second.getAttribute('src')).not.toBe(first);
  });
});
