import { describe, expect, it } from 'vitest';
import { allConditions } from './conditions.ts';
import { expectGone, expectSeen, expectSoon } from './expect-seen.ts';
import { consoleOf } from './pages/console.ts';
import { contentOf, withoutMarks } from './pages/editor.ts';
import { harbor, useStage } from './stage.ts';

describe.each(allConditions)('$size, $motion motion, translated: $translated', (condition) => {
  const stage = useStage(condition);

  it('[CONT-1] signs become what they mean while they are typed', async () => {
    const meanings: readonly (readonly [typed: string, shown: string])[] = [
      ['**bold** words', '<p><strong>bold</strong> words</p>'],
      ['*slanted* words', '<p><em>slanted</em> words</p>'],
      ['~~old~~ words', '<p><s>old</s> words</p>'],
      ['`code` words', '<p><code>code</code> words</p>'],
      ['* one', '<ul><li><p>one</p></li></ul>'],
      ['- one', '<ul><li><p>one</p></li></ul>'],
      ['1. one', '<ol><li><p>one</p></li></ol>'],
      ['3. three', '<ol start="3"><li><p>three</p></li></ol>'],
      ['> said', '<blockquote><p>said</p></blockquote>'],
      ['``` let a', '<pre><code>let a</code></pre>'],
      [
        '![a](https://elsewhere.test/a.png) b',
        '<p>![a](<a href="https://elsewhere.test/a.png">https://elsewhere.test/a.png</a>) b</p>',
      ],
    ];
    const scene = await stage.scene({ cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const asking = await ada.start('My group', 'Bea', 'agent');
    for (const [typed, shown] of meanings) {
      await asking.composer.pressSequentially(typed);
      await expectSoon(() => contentOf(asking.composer), shown);
      await asking.send();
      await expectSoon(() => contentOf(asking.composer), '<p></p>');
    }
  });

  it('[CONT-1] what only looks like formatting stays what somebody has typed, and arrives so', async () => {
    const scene = await stage.scene({ cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const bea = consoleOf(await scene.enter('bea', 'console'));
    const asking = await ada.start('My group', 'Bea', 'agent');
    const typed = [
      '12345678. is the number',
      '100. of a hundred',
      '2024. was a year',
      '007. agent',
      '0. nothing',
      '1) one',
      'a. letter',
      '+ 49 30 1234',
      '2 * 3 * 4 = 24',
      'a ** b ** c',
      '__init__ and _name_',
      'x ~~ y ~~ z',
      '```js code',
      '~~~ code',
      'cost 5*3 and 2*4',
      '  - with an indent',
      '    four spaces, then  two',
    ];
    const shown: string[] = [];
    for (const words of typed) {
      await asking.composer.pressSequentially(words);
      shown.push(await contentOf(asking.composer));
      await asking.send();
    }
    expect(shown).toEqual(typed.map((words) => `<p>${words}</p>`));
    await bea.agentLink('Ada').click();
    const rows = bea.chat('Ada').section.locator('[role="listitem"] .rich');
    await expectSoon(async () => (await rows.allTextContents()).map(withoutMarks), typed);
  });

  it('[CONT-1] what became formatting is taken back as it was typed', async () => {
    const rows: readonly (readonly [typed: string, more: string, formatted: string, kept: string])[] = [
      ['3. ', 'third', '<ol start="3"><li><p></p></li></ol>', '<p>3. third</p>'],
      ['99. ', 'red', '<ol start="99"><li><p></p></li></ol>', '<p>99. red</p>'],
      ['- ', '5 degrees', '<ul><li><p></p></li></ul>', '<p>- 5 degrees</p>'],
      ['> ', '3', '<blockquote><p></p></blockquote>', '<p>&gt; 3</p>'],
      ['``` ', 'x', '<pre><code></code></pre>', '<p>``` x</p>'],
      ['a **b**', ' c', '<p>a <strong>b</strong></p>', '<p>a **b** c</p>'],
    ];
    const scene = await stage.scene({ cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const asking = await ada.start('My group', 'Bea', 'agent');
    const { composer } = asking;
    for (const [typed, more, formatted, kept] of rows)
      for (const key of ['Backspace', 'Control+z']) {
        await composer.pressSequentially(typed);
        await expectSoon(() => contentOf(composer), formatted);
        await composer.press(key);
        await composer.pressSequentially(more);
        await expectSoon(() => contentOf(composer), kept);
        await asking.send();
        await expectSoon(() => contentOf(composer), '<p></p>');
      }
  });

  it('[CONT-1] every tool of the toolbar does what its name says, and what it made arrives', async () => {
    const scene = await stage.scene({ cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const bea = consoleOf(await scene.enter('bea', 'console'));
    const asking = await ada.start('My group', 'Bea', 'agent');
    const tools = asking.section.getByRole('toolbar', { name: 'Formatting' });
    const made = new Map([
      ['Bold', '<p><strong>a</strong></p>'],
      ['Italic', '<p><em>a</em></p>'],
      ['Underline', '<p><u>a</u></p>'],
      ['Strike-through', '<p><s>a</s></p>'],
      ['Code', '<p><code>a</code></p>'],
      ['Bullet list', '<ul><li><p>a</p></li></ul>'],
      ['Numbered list', '<ol><li><p>a</p></li></ol>'],
      ['Quote', '<blockquote><p>a</p></blockquote>'],
      ['Code block', '<pre><code>a</code></pre>'],
    ]);
    for (const [name, html] of made) {
      const tool = tools.getByRole('button', { name, exact: true });
      await asking.composer.fill('a');
      await asking.composer.press('Control+a');
      await tool.click();
      await expectSoon(() => contentOf(asking.composer), html);
      expect(await tool.getAttribute('aria-pressed')).toBe('true');
      await tools.getByRole('button', { name: 'Undo' }).click();
      await expectSoon(() => contentOf(asking.composer), '<p>a</p>');
      await tools.getByRole('button', { name: 'Redo' }).click();
      await expectSoon(() => contentOf(asking.composer), html);
      await tool.click();
      await expectSoon(() => contentOf(asking.composer), '<p>a</p>');
    }
    await asking.composer.fill('');
    await asking.composer.pressSequentially('3. third and **bold**');
    await asking.send();
    await bea.agentLink('Ada').click();
    const arrived = bea.chat('Ada').message('third');
    await expectSeen(arrived);
    // A list that begins at three is shown so, too.
    expect(await contentOf(arrived.locator('.rich'))).toBe(
      '<ol start="3"><li>third and <strong>bold</strong></li></ol>',
    );
  });

  it('[CONT-1] an address that is neither web nor mail is not linked, and the field says why', async () => {
    const scene = await stage.scene({ cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const { section, composer } = await ada.start('My group', 'Bea', 'agent');
    await section.getByRole('button', { name: 'Link', exact: true }).click();
    const field = section.getByRole('textbox', { name: 'Link address' });
    const reason = section.getByRole('alert').getByText('This is no web or mail address.');
    await field.fill('file:///etc/hosts');
    await field.press('Enter');
    await expectSeen(reason);
    await field.fill('example.com');
    await expectGone(reason);
    await field.press('Enter');
    await expectSoon(() => contentOf(composer), '<p><a href="https://example.com/">example.com</a></p>');
  });
});
