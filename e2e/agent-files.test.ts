import { describe, expect, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectGone, expectSeen, expectSoon } from './expect-seen.ts';
import { carryTo, pngFile, textFile } from './files.ts';
import { consoleOf } from './pages/console.ts';
import { officeOf } from './pages/office.ts';
import { attach, trayOf } from './pages/tray.ts';
import { harbor, useStage } from './stage.ts';

const stage = useStage(conditions['agent-files']);

describe('the console of a company whose agents may send files', () => {
  it('[OPT-4, CONT-5, CONT-6] attaches, drops and sends them, beside images in the text', async () => {
    const scene = await stage.scene({ cast: harbor, options: { agent_files: 'on' }, largestFile: 1024 ** 2 });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const erik = officeOf(await scene.enter('erik', 'office'));
    const asking = await ada.start('Directory', 'Erik', 'office');
    const tray = trayOf(asking);
    const sending = asking.section.getByRole('button', { name: 'Send' });
    expect(await sending.getAttribute('aria-disabled')).toBe('true');
    await attach(asking, textFile('manifest.txt', 'forty crates'), pngFile('berth.png', 200, 100));
    await carryTo(asking.composer, ['drop'], textFile('list.csv', 'a,b'));
    await expectSoon(() => tray.getByText('Ready to send').count(), 3);
    await asking.composer.pressSequentially('Here they are');
    await asking.send();
    const answering = await erik.open('Ada');
    await expectSeen(
      answering.message('Here they are'),
      answering.message('manifest.txt'),
      answering.message('berth.png').getByRole('img'),
      answering.message('list.csv'),
    );
    await expectSeen(asking.message('manifest.txt').getByRole('link', { name: /manifest\.txt/ }));
    await expectGone(asking.message('berth.png').getByRole('img', { name: 'berth.png' }));
    await expectGone(tray.getByRole('listitem'));

    await attach(asking, textFile('large.txt', 'x'.repeat(1024 ** 2 + 1)));
    await expectSeen(tray.getByText('The file is too large. 1 MB are allowed.'));
  });

  it('[CONT-4, OPT-4] has no button where they may not, and says why a drop is not taken', async () => {
    const scene = await stage.scene({ cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const asking = await ada.start('Directory', 'Erik', 'office');
    await expectSeen(asking.section.getByRole('button', { name: 'Send' }));
    await expectGone(asking.section.getByRole('button', { name: 'Attach files' }));
    await carryTo(asking.header, ['drop'], textFile('list.csv', 'a,b'));
    await expectSeen(ada.page.getByText('In this company files cannot be sent from the console.'));
    await carryTo(asking.composer, ['drop'], textFile('list.csv', 'a,b'));
    await expectSeen(ada.page.getByText('Only images can be put into a message.'));
  });
});
