import { describe, expect, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectGone, expectSeen } from './expect-seen.ts';
import { consoleOf } from './pages/console.ts';
import { officeOf } from './pages/office.ts';
import { narrowWindows, phones } from './phones.ts';
import { harbor, useStage } from './stage.ts';

const stage = useStage(conditions.away);

const texts = {
  waits: (name: string) => `${name} is offline and will see this at the next log-in.`,
  missed: (name: string) =>
    `${name} is logged out of the console and will not see this as new when logging in again.`,
  refused: (name: string) =>
    `${name} is logged out. Agents can only write to each other while both are logged in.`,
};

const sizes = [
  ['a desk', {}] as const,
  ...phones.map(([name, view]) => [`a phone ${name}`, view] as const),
  ...narrowWindows.map(([name, view]) => [`a window ${name}`, view] as const),
];

describe.each(sizes)('who writes to somebody logged out is told before, on %s', (_, view) => {
  it('[DEL-2, DEL-4] from the office: to a colleague and to an agent', async () => {
    const scene = await stage.scene({ cast: harbor });
    const erik = officeOf(await scene.enter('erik', 'office', view));
    const toMei = await erik.start('Mei', 'office');
    await expectSeen(toMei.section.getByRole('status').getByText(texts.waits('Mei')));
    const toAda = await erik.start('Ada', 'agent');
    await expectSeen(toAda.section.getByRole('status').getByText(texts.missed('Ada')));
    // As soon as she is there, it is not true any more, and when she goes it is again.
    const ada = consoleOf(await scene.enter('ada', 'console'));
    await expectGone(toAda.section.getByText('is logged out'));
    await ada.logOut();
    await expectSeen(toAda.section.getByText(texts.missed('Ada')));
  });

  it('[DEL-2, DEL-3] from the console: to an expert and to an agent', async () => {
    const scene = await stage.scene({ cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console', view));
    const toErik = await ada.start('Directory', 'Erik', 'office');
    await expectSeen(toErik.section.getByRole('status').getByText(texts.waits('Erik')));
    const toBea = await ada.start('My group', 'Bea', 'agent');
    await expectSeen(toBea.section.getByRole('status').getByText(texts.refused('Bea')));
    const bea = consoleOf(await scene.enter('bea', 'console'));
    await expectGone(toBea.section.getByText('is logged out'));
    await toBea.write('Good morning');
    await expectSeen(toBea.message('Good morning'), bea.agentLink('Ada'));
  });
});

it('[PRES-2] nothing tells somebody invisible from somebody who is logged out', async () => {
  const scene = await stage.scene({ cast: harbor });
  const erik = officeOf(await scene.enter('erik', 'office'));
  const mei = officeOf(await scene.enter('mei', 'office'));
  const toMei = await erik.start('Mei', 'office');
  await expectSeen(toMei.header.getByText('Available'));
  expect(await toMei.section.getByText(texts.waits('Mei')).count()).toBe(0);
  await mei.setStatus('Invisible');
  await expectSeen(toMei.section.getByText(texts.waits('Mei')));
});
