import type { Page } from 'playwright-core';
import { expectSeen } from '../expect-seen.ts';
import {
  type Cast,
  composerOf,
  messageOf,
  openChat,
  playAgentChat,
  playMorning,
  setStatus,
} from './morning.ts';
import type { Studio } from './studio.ts';

/** The pictures of the documentation by the names of their files: PNG. */
export type Album = Map<string, Buffer>;

const desk = { viewport: { width: 1280, height: 800 } };
const half = { viewport: { width: 780, height: 720 }, deviceScaleFactor: 2 };
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** Every picture: a working morning is played, and its screens are photographed. */
export async function takePictures(studio: Studio): Promise<Album> {
  const album: Album = new Map();
  await photographLogIn(studio, album);
  const cast = await openCast(studio);
  await playMorning(cast);
  await photographDesks(cast, album);
  await photographAgentChat(cast, album);
  await photographArchive(cast, album);
  await photographPhones(studio, album);
  await photographBoth(studio, album);
  return album;
}

/** Takes a picture once nothing moves and nothing has the pointer or a blinking cursor on it. */
async function photograph(page: Page): Promise<Buffer> {
  await page.mouse.move(0, 0);
  // Functions, as the pages evaluate no text.
  await page.waitForFunction(() => {
    const { document } = globalThis as unknown as {
      document: { getAnimations(): unknown[]; fonts: { status: string } };
    };
    return document.getAnimations().length === 0 && document.fonts.status === 'loaded';
  });
  return page.screenshot({ caret: 'hide' });
}

async function photographLogIn(studio: Studio, album: Album): Promise<void> {
  const page = await studio.open(desk);
  await page.goto(`${studio.url}/?company=harbor`);
  await page.getByRole('form').waitFor();
  album.set('log-in', await photograph(page));
}

async function openCast(studio: Studio): Promise<Cast> {
  const cast: Cast = {
    noorOffice: await studio.enter('noor', 'office', desk),
    ada: await studio.enter('ada', 'console', desk),
    noor: await studio.enter('noor', 'console'),
    yuki: await studio.enter('yuki', 'console'),
    grace: await studio.enter('grace', 'console'),
    erik: await studio.enter('erik', 'office', desk),
    mei: await studio.enter('mei', 'office'),
    luc: await studio.enter('luc', 'office'),
    priya: await studio.enter('priya', 'office'),
  };
  await setStatus(cast.mei, 'Busy');
  await setStatus(cast.priya, 'Do not disturb');
  await setStatus(cast.yuki, 'On break');
  return cast;
}

async function photographDesks({ ada, erik }: Cast, album: Album): Promise<void> {
  await ada.getByRole('tab', { name: 'My group' }).click();
  await expectSeen(ada.getByRole('button', { name: 'Message Grace Lindqvist (agent)' }));
  album.set('console', await photograph(ada));
  album.set('office', await photograph(erik));
  album.set('formatted', await photographFormatted(erik));
  await erik.emulateMedia({ colorScheme: 'dark' });
  album.set('office-dark', await photograph(erik));
  await erik.emulateMedia({ colorScheme: 'light' });
  await erik.getByRole('navigation').getByRole('link', { name: 'People' }).click();
  await expectSeen(erik.getByRole('list', { name: 'People' }));
  album.set('people', await photograph(erik));
  await ada.getByRole('tab', { name: 'Directory' }).click();
  await expectSeen(ada.getByRole('button', { name: 'Message Sam Whitfield (agent)' }));
  album.set('console-contacts', await photograph(ada));
}

async function photographFormatted(erik: Page): Promise<Buffer> {
  const opened = erik.context().waitForEvent('page');
  await erik
    .getByRole('link', { name: /^Show formatted/ })
    .first()
    .click();
  const page = await opened;
  await page.setViewportSize({ width: 760, height: 400 });
  await expectSeen(page.getByText('Morning Erik!'));
  const picture = await page.screenshot();
  await page.close();
  return picture;
}

async function photographAgentChat(cast: Cast, album: Album): Promise<void> {
  await playAgentChat(cast);
  await cast.ada.emulateMedia({ colorScheme: 'dark' });
  album.set('console-dark', await photograph(cast.ada));
}

async function photographArchive({ noorOffice }: Cast, album: Album): Promise<void> {
  await noorOffice
    .getByRole('navigation')
    .getByRole('link', { name: /Archive/ })
    .click();
  await openChat(noorOffice, 'Luc Moreau');
  await expectSeen(messageOf(noorOffice, 'Gate 4'));
  album.set('archive', await photograph(noorOffice));
}

async function photographPhones(studio: Studio, album: Album): Promise<void> {
  const office = await studio.enter('erik', 'office', phone);
  await openChat(office, 'Ada Okafor');
  await expectSeen(messageOf(office, 'Thank you!'));
  album.set('office-phone', await photograph(office));
  const console = await studio.enter('ada', 'console', phone);
  await expectSeen(console.locator('[data-conversation]'));
  album.set('console-phone', await photograph(console));
}

/** Both sides of one conversation in one picture. */
async function photographBoth(studio: Studio, album: Album): Promise<void> {
  const sides: string[] = [];
  for (const [name, side, peer] of [
    ['ada', 'console', 'Erik Solberg'],
    ['erik', 'office', 'Ada Okafor'],
  ] as const) {
    const page = await studio.enter(name, side, half);
    await openChat(page, peer);
    await expectSeen(messageOf(page, 'Thank you!'), composerOf(page));
    sides.push((await photograph(page)).toString('base64'));
  }
  const page = await studio.open({ viewport: { width: 1600, height: 790 } });
  const body = `<style>
      @font-face { font-family: Pictures; src: url(/pictures.woff2); font-weight: 100 900 }
      body { margin: 0; height: 790px; display: flex; gap: 32px; padding: 0 32px; align-items: center; box-sizing: border-box;
        background: linear-gradient(100deg, oklch(0.9 0.045 70), oklch(0.955 0.008 95) 45% 55%, oklch(0.88 0.035 205));
        font: 600 17px Pictures; color: oklch(0.3 0.02 230) }
      figure { margin: 0; flex: 1 }
      figcaption { padding: 0 2px 12px }
      img { display: block; width: 100%; border-radius: 12px; box-shadow: 0 2px 6px rgb(0 0 0 / 0.12), 0 16px 40px rgb(0 0 0 / 0.18) }
    </style>
    <figure><figcaption>Ada, an agent, in the console</figcaption><img src="data:image/png;base64,${sides[0]}"></figure>
    <figure><figcaption>Erik, an expert, in the office</figcaption><img src="data:image/png;base64,${sides[1]}"></figure>`;
  // On the server's own address, where the font is.
  await page.route(`${studio.url}/both`, (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto(`${studio.url}/both`);
  album.set('expert-chat', await photograph(page));
}
