import { describe, expect, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectGone, expectSeen, expectSoon } from './expect-seen.ts';
import { consoleOf } from './pages/console.ts';
import { officeOf } from './pages/office.ts';
import { harbor, useStage } from './stage.ts';

const stage = useStage(conditions.rosters);

describe('a company of mode 2', () => {
  it('[TEN-2, PRES-5] has no directory in the console and no agents among the people of the office', async () => {
    const tied = await stage.scene({ cast: harbor });
    const apart = await stage.scene({ mode: 2, cast: harbor });

    const tiedConsole = consoleOf(await tied.enter('ada', 'console'));
    await tiedConsole.toContacts();
    await tiedConsole.tab('Directory').click();
    await expectSeen(tiedConsole.entry('Erik', 'office'));
    const tiedOffice = officeOf(await tied.enter('erik', 'office'));
    await tiedOffice.go('People');
    await expectSeen(tiedOffice.entry('Ada', 'agent'), tiedOffice.entry('Mei', 'office'));

    const ada = consoleOf(await apart.enter('ada', 'console'));
    await ada.toContacts();
    await expectSeen(ada.entry('Bea', 'agent'));
    await expectGone(ada.tab('Directory'));
    const office = officeOf(await apart.enter('erik', 'office'));
    await office.go('People');
    await expectSeen(office.entry('Mei', 'office'));
    await expectGone(office.people.getByRole('button', { name: /\(agent\)/ }));
  });
});

describe('a person with two licenses', () => {
  it('[SEAT-1, START-8] stands in the directory twice, and the agent entry says where to write', async () => {
    const scene = await stage.scene({ cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    await ada.toContacts();
    await ada.tab('Directory').click();
    const [office, agent] = [ada.entry('Sam', 'office'), ada.entry('Sam', 'agent')];
    await expectSeen(office, agent);
    await expectSeen(
      agent.getByText('This agent also works in the office: write to the office entry instead.'),
    );
    expect(await agent.getAttribute('aria-disabled')).toBe('true');
    await agent.click({ force: true });
    await expectGone(ada.chat('Sam').composer);
    await office.click();
    await ada.chat('Sam').composer.waitFor();
  });

  it('[START-12, SEAT-1] does not write from one seat to the other, and is told why', async () => {
    const scene = await stage.scene({ cast: harbor });
    const agent = consoleOf(await scene.enter('noor', 'console'));
    const office = officeOf(await scene.enter('noor', 'office'));
    await agent.toContacts();
    await agent.tab('Directory').click();
    await office.go('People');
    const reason = 'This is your own entry on the other side. You cannot write to yourself.';
    for (const entry of [agent.entry('Noor', 'office'), office.entry('Noor', 'agent')]) {
      await expectSeen(entry.getByText(reason));
      expect(await entry.getAttribute('aria-disabled')).toBe('true');
    }
    await expectSeen(office.entry('Ada', 'agent'));
    expect(await office.entry('Ada', 'agent').getAttribute('aria-disabled')).toBe('false');
  });
});

describe('presence', () => {
  it('[PRES-1, PRES-2] a status is seen at once; invisible looks offline and still sends', async () => {
    const scene = await stage.scene({ cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const erik = officeOf(await scene.enter('erik', 'office'));
    const mei = officeOf(await scene.enter('mei', 'office'));
    await ada.toContacts();
    await ada.tab('Directory').click();
    await mei.go('People');
    const seen = [ada.entry('Erik', 'office'), mei.entry('Erik', 'office')];
    for (const status of ['Available', 'Do not disturb', 'Busy', 'Away']) {
      await erik.setStatus(status);
      for (const entry of seen) await expectSeen(entry.getByText(status));
    }
    await erik.setStatus('Invisible');
    for (const entry of seen) await expectSeen(entry.getByText('Offline'));

    const toAda = await erik.start('Ada', 'agent');
    await toAda.write('I am not here.');
    await ada.toChats();
    await ada.expertLink('Erik').click();
    const { header, message } = ada.chat('Erik');
    await expectSeen(message('I am not here.'), header.getByText('Offline'));
  });

  it('[PRES-3, PRES-4] an agent on break is on break for the group, and online for the office', async () => {
    const scene = await stage.scene({ cast: harbor });
    const erikWindow = await scene.enter('erik', 'office');
    const erik = officeOf(erikWindow);
    await erik.go('People');
    await expectSeen(erik.entry('Ada', 'agent').getByText('Offline'));
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const bea = consoleOf(await scene.enter('bea', 'console'));
    await bea.toContacts();
    await expectSeen(erik.entry('Ada', 'agent').getByText('Online'));

    const told = () => erikWindow.received.filter((frame) => frame.includes('"on":"presence"')).length;
    await expectSoon(told, 2);
    for (const status of ['On break', 'Working offline', 'Available', 'On break']) {
      await ada.setStatus(status);
      await expectSeen(bea.entry('Ada', 'agent').getByText(status));
    }
    // What is written after the changes would have come after them.
    const toErik = await ada.start('Directory', 'Erik', 'office');
    await toErik.write('Back in ten minutes');
    await expectSeen(erik.rail.getByText('1 unread message'));
    expect(told()).toBe(2);
    await expectSeen(erik.entry('Ada', 'agent').getByText('Online'));
    await ada.logOut();
    await expectSeen(erik.entry('Ada', 'agent').getByText('Offline'));
  });
});

describe('the archive', () => {
  it('[HIST-6, HIST-5] keeps an ended agent chat for whoever has both licenses, to read and not to write', async () => {
    const scene = await stage.scene({ cast: harbor });
    const noor = consoleOf(await scene.enter('noor', 'console'));
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const office = officeOf(await scene.enter('noor', 'office'));
    const toAda = await noor.start('My group', 'Ada', 'agent');
    await toAda.write('The claim is settled.');
    await expectSeen(ada.agentLink('Noor'));
    await noor.end('Ada');
    await expectGone(noor.page.getByText('The claim is settled.'));

    await expectGone(office.rail.getByText('unread'));
    await office.go('Archive');
    await office.archive.getByRole('link', { name: /^Ada/ }).click();
    const archived = office.chat('Ada');
    await expectSeen(archived.message('The claim is settled.'));
    await expectSeen(archived.section.getByRole('note').getByText('It can be read, not written to.'));
    await expectSeen(archived.section.getByRole('button', { name: 'Why?' }));
    await expectGone(archived.composer);

    const erik = officeOf(await scene.enter('erik', 'office'));
    await expectGone(erik.rail.getByRole('link', { name: 'Archive' }));
  });
});
