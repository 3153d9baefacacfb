import type { Page, Response, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectGone, expectSeen } from './expect-seen.ts';
import { consoleOf } from './pages/console.ts';
import { officeOf } from './pages/office.ts';
import { harbor, useStage } from './stage.ts';

const stage = useStage(conditions['broken-rows']);

const history = /\/api\/v1\/conversations\/[^/]+\/messages/;
const roster = /\/api\/v1\/rosters\/office/;

/** Answers with something that no view can show, in place of `words`. */
async function breakAnswers(page: Page, url: RegExp, words: string, broken: string): Promise<void> {
  await page.route(url, async (route: Route) => {
    const answer = await route.fetch();
    const text = await answer.text();
    await route.fulfill({ response: answer, body: text.replaceAll(words, broken) });
  });
}

/** The moment at which the message was stored, as its reader is told. */
async function momentOf(answer: Response, text: string): Promise<string> {
  const { messages } = (await answer.json()) as { messages: { at: string; text?: string; html?: string }[] };
  return messages.find((one) => (one.text ?? one.html)?.includes(text))?.at ?? 'not there';
}

describe('a message that cannot be shown', () => {
  it.each(['office', 'console'] as const)(
    '%s: leaves the others readable, and the chat as it is',
    async (side) => {
      const scene = await stage.scene({ cast: harbor });
      const erik = officeOf(await scene.enter('erik', 'office'));
      const noor = await scene.enter('noor', side);
      const reader = side === 'office' ? officeOf(noor) : consoleOf(noor);
      const toNoor = await erik.start('Noor', side === 'office' ? 'office' : 'agent');
      for (const text of ['The first', 'The second', 'The third']) {
        await toNoor.write(text);
        await expectSeen(toNoor.message(text).getByText(text));
      }
      const { page } = reader;
      const loaded = page.waitForResponse(history);
      await page.getByRole('link', { name: /^Erik/ }).click();
      const chat = reader.chat('Erik');
      await expectSeen(chat.message('The second'));
      await breakAnswers(page, history, await momentOf(await loaded, 'The second'), 'never');
      await page.reload();

      const lost = chat.section.getByText('This message cannot be shown.');
      await expectSeen(lost, chat.message('The first'), chat.message('The third'));
      await expectGone(chat.message('The second'));
      await chat.write('The fourth');
      await expectSeen(chat.message('The fourth'), lost, toNoor.message('The fourth'));
      await chat.section.getByRole('button', { name: 'Try again' }).click();
      await expectSeen(lost, chat.message('The first'), chat.composer);
      expect(stage.windows().takeComplaints(/Invalid time value|RangeError/)).toBeGreaterThan(0);

      await page.unroute(history);
      await page.reload();
      await expectSeen(chat.message('The second'), chat.message('The fourth'));
      await expectGone(lost);
    },
  );
});

describe('a person who cannot be shown', () => {
  it('leaves the others to be written to', async () => {
    const scene = await stage.scene({ cast: harbor });
    const erik = officeOf(await scene.enter('erik', 'office'));
    await erik.go('People');
    await expectSeen(erik.entry('Mei', 'office'), erik.entry('Ada', 'agent'));
    await breakAnswers(erik.page, roster, '"Mei"', 'null');
    await erik.page.reload();
    await expectSeen(erik.page.getByText('This person cannot be shown.'), erik.entry('Ada', 'agent'));
    await expectGone(erik.entry('Mei', 'office'));
    await expectSeen((await erik.start('Ada', 'agent')).composer);
    expect(stage.windows().takeComplaints(/TypeError/)).toBeGreaterThan(0);
  });
});
