import { describe, expect, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectGone, expectSeen } from './expect-seen.ts';
import { consoleOf } from './pages/console.ts';
import { officeOf } from './pages/office.ts';
import { harbor, useStage } from './stage.ts';

const stage = useStage(conditions.signals);

const isSignal = (frame: string): boolean =>
  frame.includes('"on":"typing"') || frame.includes('"on":"receipt"');
const tellsTyping = (frame: string): boolean =>
  frame.includes('"set-typing"') && frame.includes('"typing":true');

describe('a direct chat', () => {
  it('[SIG-4] shows who is typing, and at the last message that was read that it was', async () => {
    const scene = await stage.scene({ cast: harbor });
    const erik = officeOf(await scene.enter('erik', 'office'));
    const meiWindow = await scene.enter('mei', 'office');
    const mei = officeOf(meiWindow);
    const asking = await erik.start('Mei', 'office');
    await asking.write('Is the route planned?');
    await asking.write('By tonight?');
    const read = { exact: true } as const;
    await expectGone(asking.section.getByText('Read', read));
    await mei.open('Erik');
    await expectSeen(asking.message('By tonight?').getByText('Read', read));
    await expectGone(asking.message('Is the route planned?').getByText('Read', read));

    const answering = mei.chat('Erik');
    await answering.composer.pressSequentially('Nearly');
    await expectSeen(asking.section.getByText('Mei is typing'));
    await answering.send();
    await expectSeen(asking.message('Nearly'));
    await expectGone(asking.section.getByText('Mei is typing'));
    await answering.composer.pressSequentially('Or not');
    await expectSeen(asking.section.getByText('Mei is typing'));
    await answering.composer.fill('');
    await expectGone(asking.section.getByText('Mei is typing'));
  });

  it('[SIG-9] shows neither of somebody invisible, who goes in mid-word', async () => {
    const scene = await stage.scene({ cast: harbor });
    const erikWindow = await scene.enter('erik', 'office');
    const erik = officeOf(erikWindow);
    const mei = officeOf(await scene.enter('mei', 'office'));
    const asking = await erik.start('Mei', 'office');
    await asking.write('Is the route planned?');
    const answering = await mei.open('Erik');
    await answering.composer.pressSequentially('Near');
    await expectSeen(asking.section.getByText('Mei is typing'));
    await mei.setStatus('Invisible');
    await expectGone(asking.section.getByText('Mei is typing'));
    const before = erikWindow.received.length;
    await asking.write('Are you there?');
    await expectSeen(answering.message('Are you there?'));
    await answering.composer.pressSequentially('ly');
    await answering.send();
    await expectSeen(asking.message('Nearly'));
    expect(erikWindow.received.slice(before).filter(isSignal)).toEqual([]);
  });
});

describe.each([
  ['expert chat', 'Directory', 'Erik', 'office'],
  ['agent chat', 'My group', 'Bea', 'agent'],
] as const)('an %s', (_, roster, peer, kind) => {
  it('[SIG-5, SIG-6] carries neither, and its screens say nothing of them', async () => {
    const scene = await stage.scene({ cast: harbor });
    const adaWindow = await scene.enter('ada', 'console');
    const ada = consoleOf(adaWindow);
    const peerWindow = await scene.enter(
      peer === 'Erik' ? 'erik' : 'bea',
      kind === 'office' ? 'office' : 'console',
    );
    const asking = await ada.start(roster, peer, kind);
    await asking.write('A question');
    const other = kind === 'office' ? officeOf(peerWindow) : consoleOf(peerWindow);
    const answering = 'agentLink' in other ? other.chat('Ada') : await other.open('Ada');
    if ('agentLink' in other) await other.agentLink('Ada').click();
    await expectSeen(answering.message('A question'));
    await asking.composer.pressSequentially('I am still wri');
    await answering.composer.pressSequentially('I am writing too');
    await answering.send();
    // What was sent after a signal would have come after it.
    await expectSeen(asking.message('I am writing too'));
    await asking.send();
    await expectSeen(answering.message('I am still wri'));
    for (const { received, sent } of [adaWindow, peerWindow]) {
      expect(received.filter(isSignal)).toEqual([]);
      expect(sent.filter(tellsTyping)).toEqual([]);
    }
    for (const { page } of [adaWindow, peerWindow]) await expectGone(page.getByText(/is typing|^Read$/));
  });
});

describe('a company with the preset of today', () => {
  it('[OPT-2, OPT-5] shows typing across, no receipts, and the office sees what an agent does in its own words', async () => {
    const scene = await stage.scene({ cast: harbor, preset: 'today' });
    const adaWindow = await scene.enter('ada', 'console');
    const ada = consoleOf(adaWindow);
    const erik = officeOf(await scene.enter('erik', 'office'));
    const asking = await ada.start('Directory', 'Erik', 'office');
    await asking.write('A question');
    const answering = await erik.open('Ada');
    await answering.composer.pressSequentially('Let me look');
    await expectSeen(asking.section.getByText('Erik is typing'));
    await asking.composer.pressSequentially('Take your time');
    await expectSeen(answering.section.getByText('Ada is typing'));
    expect(adaWindow.received.filter((frame) => frame.includes('"on":"receipt"'))).toEqual([]);
    await expectGone(asking.section.getByText('Read', { exact: true }));
    await expectSeen(answering.header.getByText('Available'));
    await ada.setStatus('On break');
    await expectSeen(answering.header.getByText('Away'));
    await ada.setStatus('Working offline');
    await expectSeen(answering.header.getByText('Busy'));
  });
});
