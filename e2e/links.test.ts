import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectSeen, expectSoon } from './expect-seen.ts';
import { consoleOf } from './pages/console.ts';
import { caretIn, contentOf, paste } from './pages/editor.ts';
import { officeOf } from './pages/office.ts';
import { harbor, useStage } from './stage.ts';

const stage = useStage(conditions.links);

/** What somebody writes, and the addresses that everybody finds in it. */
const written =
  'Rates: https://en.example.org/wiki/Dock_(harbour), „https://ex.example/seite“ or www.example.com/a; ' +
  'README.md and node.js are files. Mail ada+b@harbor.example, http://[2001:db8::1]:8080/x 请看https://ex.example/doc/。谢谢 ' +
  'https://bank.example@evil.example/ javascript:alert(1)';
const addresses = [
  'https://en.example.org/wiki/Dock_(harbour)',
  'https://ex.example/seite',
  'https://www.example.com/a',
  'mailto:ada+b@harbor.example',
  'http://[2001:db8::1]:8080/x',
  'https://ex.example/doc/',
];

const addressesIn = (shown: Locator): Promise<string[]> =>
  shown
    .locator('a:not([download])')
    .evaluateAll((links) =>
      (links as unknown as { href: string }[])
        .map(({ href }) => href)
        .filter((href) => !href.includes('/formatted/')),
    );

it('[CONT-1, CONT-2, CONT-3] an address is the same link for whoever writes and whoever reads', async () => {
  const scene = await stage.scene({ cast: harbor });
  const erik = officeOf(await scene.enter('erik', 'office'));
  const ada = consoleOf(await scene.enter('ada', 'console'));

  const asking = await erik.start('Ada', 'agent');
  await asking.write(written);
  await expectSoon(() => addressesIn(asking.message('Rates')), addresses);
  await ada.expertLink('Erik').click();
  const answering = ada.chat('Erik');
  await expectSoon(() => addressesIn(answering.message('Rates').locator('.rich')), addresses);

  await answering.composer.focus();
  await answering.composer.press('Control+b');
  await answering.composer.pressSequentially('Answer');
  await answering.composer.press('Control+b');
  await answering.composer.pressSequentially(` ${written}`);
  await expectSoon(() => addressesIn(answering.composer), addresses);
  const before = await contentOf(answering.composer);
  await answering.composer.press('Enter');
  const shown = answering.message('Answer').locator('.rich');
  await expectSoon(() => addressesIn(shown), addresses);
  expect(await contentOf(shown)).toBe(before);

  const answer = asking.message('Answer');
  await expectSoon(() => addressesIn(answer), addresses);
  const opened = erik.page.context().waitForEvent('page');
  await answer.getByRole('link', { name: 'Show formatted' }).click();
  const page = await opened;
  await expectSeen(page.getByText('Answer'));
  expect(await addressesIn(page.locator('main'))).toEqual(addresses);
});

it('[CONT-1] the editor links what is written, for as long as it is written so', async () => {
  const scene = await stage.scene({ cast: harbor });
  const ada = consoleOf(await scene.enter('ada', 'console'));
  const { composer } = await ada.start('My group', 'Bea', 'agent');
  const shows = (html: string) => expectSoon(() => contentOf(composer), html);
  const link = (href: string, words = href) => `<a href="${href}">${words}</a>`;

  await composer.pressSequentially('See https://a.example/x');
  await shows(`<p>See ${link('https://a.example/x')}</p>`);
  await composer.pressSequentially('y.');
  await shows(`<p>See ${link('https://a.example/xy')}.</p>`);
  await composer.press('Backspace');
  await composer.press('Backspace');
  await shows(`<p>See ${link('https://a.example/x')}</p>`);
  for (let left = 8; left > 0; left -= 1) await composer.press('Backspace');
  await shows(`<p>See ${link('https://a.e/', 'https://a.e')}</p>`);
  await composer.press('Home');
  // The caret moves after the key, and the next key could come before it.
  await expectSoon(() => caretIn(composer), 0);
  await composer.press('Delete');
  await shows(`<p>ee ${link('https://a.e/', 'https://a.e')}</p>`);

  await composer.fill('');
  await paste(composer, { text: 'README.md, https://b.example/(a). ada@b.example' });
  await shows(
    `<p>README.md, ${link('https://b.example/(a)')}. ${link('mailto:ada@b.example', 'ada@b.example')}</p>`,
  );

  await composer.fill('the steps');
  await composer.press('Control+a');
  await paste(composer, { text: 'https://b.example/c' });
  await shows(`<p>${link('https://b.example/c', 'the steps')}</p>`);

  // Over an address, another one takes its place: a link that says one and leads to the other would deceive.
  await composer.fill('https://b.example/c');
  await composer.press('Control+a');
  await paste(composer, { text: 'https://c.example/d' });
  await shows(`<p>${link('https://c.example/d')}</p>`);
});

it('[CONT-1] what is pasted with a link that nobody may follow is pasted as its words', async () => {
  const scene = await stage.scene({ cast: harbor });
  const ada = consoleOf(await scene.enter('ada', 'console'));
  const { composer } = await ada.start('My group', 'Bea', 'agent');
  await paste(composer, {
    html: '<p><a href="https://a.example/x">one</a> <a href="ftp://a.example">two</a> <a href="/three">three</a></p>',
  });
  await expectSoon(() => contentOf(composer), '<p><a href="https://a.example/x">one</a> two three</p>');
});
