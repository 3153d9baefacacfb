import { readFile } from 'node:fs/promises';
import type { Download, Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectFocused, expectGone, expectSeen, expectSoon } from './expect-seen.ts';
import { carryTo, largeFile, pastePicture, pngFile, textFile } from './files.ts';
import type { Chat } from './pages/chat.ts';
import { attach, trayOf } from './pages/tray.ts';
import { consoleOf } from './pages/console.ts';
import { officeOf } from './pages/office.ts';
import { phones } from './phones.ts';
import { harbor, useStage } from './stage.ts';

const stage = useStage(conditions.files);

const send = ({ section }: Chat) => section.getByRole('button', { name: 'Send' }).click();

/** How many contents of files this browser keeps. */
const keptInBrowser = `new Promise((resolve) => {
  const request = indexedDB.open('tieline.uploads');
  request.addEventListener('success', () => {
    const count = request.result.transaction('contents').objectStore('contents').count();
    request.result.close();
    count.addEventListener('success', () => resolve(count.result));
  });
})`;

async function contentOf(page: Page, link: Locator): Promise<Buffer> {
  const [download] = await Promise.all<[Promise<Download>, Promise<void>]>([
    page.waitForEvent('download'),
    link.click(),
  ]);
  return readFile(await download.path());
}

async function erikAndMei() {
  const scene = await stage.scene({ cast: harbor, largestFile: 5 * 1024 ** 2 });
  const erik = officeOf(await scene.enter('erik', 'office'));
  const mei = officeOf(await scene.enter('mei', 'office'));
  return { erik, mei, chat: await erik.start('Mei', 'office') };
}

describe('files of the office', () => {
  it.each([
    ['once, and is there all the same', 1, true],
    ['again as well, and is a card', Infinity, false],
  ])('show a picture that is refused %s', async (_, refusals, isShown) => {
    const { mei, chat } = await erikAndMei();
    let refused = 0;
    await mei.page.route('**/files/**/thumbnail', (route) =>
      refused++ < refusals ? route.fulfill({ status: 429 }) : route.continue(),
    );
    await attach(chat, pngFile('harbor.png', 800, 400));
    await expectSoon(() => trayOf(chat).getByText('Ready to send').count(), 1);
    await send(chat);
    const { section } = await mei.open('Erik');
    const picture = section.getByRole('img', { name: 'harbor.png' });
    const width = `document.querySelector('img[alt="harbor.png"]')?.naturalWidth ?? 0`;
    const isThere = async () => (await mei.page.evaluate<number>(width)) > 0;
    // Before its message is there, the picture is not there either: only both refusals say that it was asked for again.
    await expectSoon(() => refused, 2);
    await (isShown ? expectSoon(isThere, true) : expectGone(picture));
    await expectSeen(section.getByText('harbor.png'));
    let complaints = 0;
    const count = () => (complaints += stage.windows().takeComplaints(/status of 429/));
    await expectSoon(count, isShown ? 1 : 2);
  });

  it('[CONT-4, CONT-6] are picked, dropped and pasted, and arrive with preview, card and download', async () => {
    const { erik, mei, chat } = await erikAndMei();
    const tray = trayOf(chat);
    const sending = chat.section.getByRole('button', { name: 'Send' });
    expect(await sending.getAttribute('aria-disabled')).toBe('true');
    const photo = pngFile('harbor.png', 800, 400);
    await attach(chat, photo, textFile('plan.txt', 'from north to south'));
    await expectSeen(tray.getByText('harbor.png'), tray.getByText('plan.txt'));
    await expectSoon(() => tray.getByText('Ready to send').count(), 2);
    expect(await sending.getAttribute('aria-disabled')).toBe('false');

    await carryTo(chat.section, ['dragover'], textFile('list.csv', 'a,b'));
    await expectSeen(chat.section.getByText('Drop the files to attach them'));
    await carryTo(chat.section, ['drop'], textFile('list.csv', 'a,b'));
    await expectGone(chat.section.getByText('Drop the files to attach them'));
    await chat.composer.focus();
    await pastePicture(erik.page, pngFile('shot.png', 40, 30));
    // The browser names what it pastes.
    await expectSeen(tray.getByText('list.csv'), tray.getByText('image.png'));
    await tray.getByRole('button', { name: 'Remove image.png' }).click();
    await expectGone(tray.getByText('image.png'));
    await expectFocused(chat.composer);

    await chat.composer.fill('Here they are');
    await chat.composer.press('Enter');
    await expectGone(tray);
    const reading = await mei.open('Erik');
    await expectSeen(
      reading.message('Here they are'),
      reading.message('plan.txt'),
      reading.message('list.csv'),
    );
    const link = reading.section.getByRole('link', { name: 'Download plan.txt, TXT, 19 bytes' });
    expect(String(await contentOf(mei.page, link))).toBe('from north to south');
    const caption = reading.section.getByRole('link', { name: /^Download harbor\.png, PNG/ });
    expect((await contentOf(mei.page, caption)).equals(photo.buffer)).toBe(true);
    await expectSoon(() => reading.section.getByRole('img', { name: 'harbor.png' }).count(), 1);
  });

  it('[CONT-6] a picture opens large, and closes back to where it was', async () => {
    const { mei, chat } = await erikAndMei();
    await attach(chat, pngFile('harbor.png', 1200, 600));
    await send(chat);
    const reading = await mei.open('Erik');
    const thumbnail = reading.section.getByRole('button', { name: 'Show harbor.png in full' });
    await thumbnail.focus();
    await thumbnail.press('Enter');
    const dialog = mei.page.getByRole('dialog', { name: 'harbor.png' });
    const picture = dialog.getByRole('img', { name: 'harbor.png' });
    await expectSeen(picture, dialog.getByText('1200 × 600'));
    const wide = (image: { naturalWidth?: number }) => image.naturalWidth;
    await expectSoon(() => picture.evaluate(wide), 1200);
    await expectSeen(dialog.getByRole('link', { name: /^Download harbor\.png/ }));
    await mei.page.keyboard.press('Escape');
    await expectGone(dialog);
    await expectFocused(thumbnail);
  });

  it('that are too large are refused at once, and the others go on', async () => {
    const { mei, chat } = await erikAndMei();
    await attach(chat, largeFile('huge.bin', 5 * 1024 ** 2 + 1), textFile('small.txt', 'small'));
    const tray = trayOf(chat);
    await expectSeen(tray.getByRole('alert').filter({ hasText: 'The file is too large. 5 MB are allowed.' }));
    await expectSeen(tray.getByText('Ready to send'));
    await send(chat);
    await expectSeen((await mei.open('Erik')).message('small.txt'));
    await expectSoon(() => tray.getByRole('listitem').count(), 1);
    await tray.getByRole('button', { name: 'Remove huge.bin' }).click();
    await expectGone(tray);
  });

  it('go on after a reload from the byte where they were, and are sent as was asked', async () => {
    const { erik, mei, chat } = await erikAndMei();
    const slow = await erik.page.context().newCDPSession(erik.page);
    const limit = (uploadThroughput: number) =>
      slow.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput,
      });
    await slow.send('Network.enable');
    await limit(300_000);
    const file = largeFile('trailer.bin', 4_000_000);
    await attach(chat, file, textFile('kept.txt', 'only attached'));
    const bar = trayOf(chat).getByRole('progressbar', { name: 'Progress of trailer.bin' });
    await expectSoon(async () => Number(await bar.getAttribute('aria-valuenow')) > 20, true);
    await send(chat);
    // Attached after the others were sent: it waits for the next time.
    await attach(chat, textFile('later.txt', 'later'));
    await expectSeen(trayOf(chat).getByText('later.txt'));

    const offsets: number[] = [];
    erik.page.on('request', (request) => {
      if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']));
    });
    await erik.page.reload();
    await limit(-1);
    const reading = await mei.open('Erik');
    await expectSeen(reading.message('trailer.bin'), reading.message('kept.txt'));
    expect(Math.max(...offsets)).toBeGreaterThan(0);
    const link = reading.section.getByRole('link', { name: /^Download trailer\.bin/ });
    expect((await contentOf(mei.page, link)).equals(file.buffer)).toBe(true);
    await expectSeen(trayOf(chat).getByText('Ready to send'));
    expect(await trayOf(chat).getByRole('listitem').count()).toBe(1);
    expect(await reading.message('trailer.bin').count()).toBe(1);
    expect(await reading.message('later.txt').count()).toBe(0);
    await send(chat);
    await expectSeen(reading.message('later.txt'));
  });

  it('that wait in the tray are deleted by a log-out', async () => {
    const { erik, chat } = await erikAndMei();
    await attach(chat, textFile('secret.txt', 'secret'));
    await expectSeen(trayOf(chat).getByText('Ready to send'));
    const kept = () => erik.page.evaluate<number>(keptInBrowser);
    expect(await kept()).toBe(1);
    await erik.logOut();
    const asks = erik.page.getByRole('alertdialog', { name: 'Log out now?' });
    await expectSeen(asks.getByText('1 file is not sent yet.'));
    await asks.getByRole('button', { name: 'Log out' }).click();
    await expectSeen(erik.page.getByRole('form', { name: 'Log in' }));
    expect(await kept()).toBe(0);
  });
});

describe('files in the console', () => {
  it('[CONT-5, CONT-4] are links with name, type and size; none can be sent from there', async () => {
    const scene = await stage.scene({ cast: harbor });
    const erik = officeOf(await scene.enter('erik', 'office'));
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const chat = await erik.start('Ada', 'agent');
    const photo = pngFile('harbor.png', 300, 200);
    await attach(chat, photo);
    await send(chat);
    await expectSeen(chat.section.getByRole('img', { name: 'harbor.png' }));

    await ada.expertLink('Erik').click();
    const reading = ada.chat('Erik');
    const message = reading.message('harbor.png');
    await expectSeen(message.getByText(/^PNG · /));
    await expectGone(message.locator('img, video'));
    expect((await message.innerText()).match(/harbor\.png/g)).toHaveLength(1);
    const link = message.getByRole('link', { name: /^Download harbor\.png, PNG, / });
    expect((await contentOf(ada.page, link)).equals(photo.buffer)).toBe(true);

    await expectGone(reading.section.getByRole('button', { name: 'Attach files' }));
    const asked: string[] = [];
    ada.page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`));
    await carryTo(reading.header, ['dragover', 'drop'], textFile('plan.txt', 'a plan'));
    await expectSeen(ada.page.getByText('Files cannot be sent from the console.'));
    // Beside the conversation nothing happens at all, and the browser stays where it is.
    await carryTo(ada.expertChats, ['dragover', 'drop'], textFile('plan.txt', 'a plan'));
    expect(asked.filter((request) => request.includes('/uploads'))).toEqual([]);
    await expectSeen(message);
  });
});

/** What a camera records, as the browser itself writes it: a second of a grey picture. */
const recorded = `new Promise((resolve) => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 });
  const draw = canvas.getContext('2d');
  const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/webm;codecs=vp8' });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.onstop = async () => {
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    resolve(btoa(String.fromCharCode(...bytes)));
  };
  recorder.start();
  let frame = 0;
  const timer = setInterval(() => {
    draw.fillStyle = 'rgb(' + ((frame * 20) % 255) + ', 90, 90)';
    draw.fillRect(0, 0, 64, 48);
    frame += 1;
    if (frame < 20) return;
    clearInterval(timer);
    recorder.stop();
  }, 40);
})`;

/** The beginning of a film of another program, and nothing that a browser could play. */
const avi = Buffer.concat([
  Buffer.from('RIFF'),
  Buffer.from([0, 1, 0, 0]),
  Buffer.from('AVI LIST'),
  Buffer.alloc(200),
]);
const mov = Buffer.concat([
  Buffer.from([0, 0, 0, 20]),
  Buffer.from('ftypqt  '),
  Buffer.alloc(8),
  Buffer.alloc(200, 7),
]);
const brokenMp4 = Buffer.concat([
  Buffer.from([0, 0, 0, 24]),
  Buffer.from('ftypisom'),
  Buffer.alloc(12),
  Buffer.alloc(200, 9),
]);

describe.each([['on a desk', {}] as const, ...phones])('a video, %s', (_, view) => {
  it('[CONT-6] has a player where the browser plays it, and else a card with a download', async () => {
    const scene = await stage.scene({ cast: harbor });
    const erik = officeOf(await scene.enter('erik', 'office'));
    const mei = officeOf(await scene.enter('mei', 'office', view));
    const chat = await erik.start('Mei', 'office');
    const webm = Buffer.from(await erik.page.evaluate<string>(recorded), 'base64');
    const films = [
      ['played.webm', 'video/webm', webm],
      ['old.avi', 'video/x-msvideo', avi],
      ['phone.mov', 'video/quicktime', mov],
      ['broken.mp4', 'video/mp4', brokenMp4],
    ] as const;
    await attach(chat, ...films.map(([name, mimeType, buffer]) => ({ name, mimeType, buffer })));
    await expectSoon(() => trayOf(chat).getByText('Ready to send').count(), films.length);
    await send(chat);
    const seen = await mei.open('Erik');
    const player = (name: string) => seen.section.locator(`video[aria-label="${name}"]`);
    await expectSeen(player('played.webm'));
    await expectSoon(
      () => player('played.webm').evaluate((shown: { videoWidth?: number }) => shown.videoWidth),
      64,
    );
    for (const [name, , bytes] of films.slice(1)) {
      const card = seen.section.getByRole('link', {
        name: new RegExp(`^Download ${name.replace('.', '\\.')}`),
      });
      await expectSeen(card);
      await expectGone(player(name));
      expect(await contentOf(mei.page, card)).toEqual(bytes);
    }
    await expectSeen(player('played.webm'));
  });
});
