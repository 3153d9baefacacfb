import { describe, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectGone, expectSeen } from './expect-seen.ts';
import { consoleOf } from './pages/console.ts';
import { officeOf } from './pages/office.ts';
import { harbor, useStage } from './stage.ts';

const stage = useStage(conditions['mode-change']);

describe('a company that leaves mode 3', () => {
  it('[TEN-2] takes the expert chats off every screen, and gives them back when it is there again', async () => {
    const scene = await stage.scene({ cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const erik = officeOf(await scene.enter('erik', 'office'));
    const toErik = await ada.start('Directory', 'Erik', 'office');
    await toErik.write('A question about customs');
    const fromAda = await erik.open('Ada');
    const shown = [
      ada.expertLink('Erik'),
      toErik.message('A question about customs'),
      erik.link('Ada'),
      fromAda.message('A question about customs'),
    ];
    await expectSeen(...shown);
    await scene.apply({ mode: 2 });
    for (const one of shown) await expectGone(one);
    // A screen may have asked for an open chat at the moment at which it went.
    stage.windows().takeComplaints(/status of 404.*\/api\/v1\/conversations\/[0-9a-f-]+(\/messages.*)?$/);
    await scene.apply({ mode: 3 });
    await expectSeen(ada.expertLink('Erik'), erik.link('Ada'));
    await expectSeen((await erik.open('Ada')).message('A question about customs'));
  });
});
