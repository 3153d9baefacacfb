import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { clipboards } from './clipboards.ts';
import { allConditions, conditions } from './conditions.ts';
import { expectSeen, expectSoon } from './expect-seen.ts';
import type { Chat } from './pages/chat.ts';
import { consoleOf } from './pages/console.ts';
import { contentOf, imagesOf, paste, withoutMarks } from './pages/editor.ts';
import { officeOf } from './pages/office.ts';
import { harbor, useStage } from './stage.ts';

const head = '<html><head><meta charset="utf-8"><style>p.MsoNormal { color: red }</style></head><body>';
const wordItem = (sign: string, list: string, text: string) =>
  `<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:${list} level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>${sign}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>${text}<o:p></o:p></p>`;

/** What programs put on a clipboard; how it stands in the editor, and as what it arrives. */
const pieces = [
  {
    name: 'lists of Word',
    html: `${head}<!--StartFragment--><p class=MsoNormal><b>Please bring</b><o:p></o:p></p>${wordItem('·', 'l0', 'the <i>manifest</i>')}${wordItem('·', 'l0', 'the seal')}${wordItem('1.', 'l1', 'then call')}<!--EndFragment--></body></html>`,
    editor:
      '<p><strong>Please bring</strong></p><ul><li><p>the <em>manifest</em></p></li><li><p>the seal</p></li></ul><ol><li><p>then call</p></li></ol>',
    arrives:
      '<p><strong>Please bring</strong></p><ul><li>the <em>manifest</em></li><li>the seal</li></ul><ol><li>then call</li></ol>',
    mark: 'manifest',
  },
  {
    name: 'a table of Word',
    html: `${head}<table class=MsoTableGrid border=1><tr><td width=200 valign=top><p class=MsoNormal><b>Gate</b><o:p></o:p></p></td><td><p class=MsoNormal><b>Time</b><o:p></o:p></p></td></tr><tr><td><p class=MsoNormal>4<o:p></o:p></p></td><td><p class=MsoNormal>10:30<o:p></o:p></p></td></tr></table></body></html>`,
    editor: '<p><strong>Gate</strong> | <strong>Time</strong></p><p>4 | 10:30</p>',
    arrives: '<p><strong>Gate</strong> | <strong>Time</strong></p><p>4 | 10:30</p>',
    mark: 'Gate',
  },
  {
    name: 'Google Docs',
    html: '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-4a"><h2 dir="ltr"><span style="font-weight:400">Returns</span></h2><p dir="ltr"><span style="font-weight:700;font-style:normal">Bold</span><span style="font-weight:400;font-style:italic"> slanted</span><span style="font-weight:400"> plain</span></p></b>',
    editor: '<p><strong>Returns</strong></p><p><strong>Bold</strong><em> slanted</em> plain</p>',
    arrives: '<p><strong>Returns</strong></p><p><strong>Bold</strong><em> slanted</em> plain</p>',
    mark: 'Returns',
  },
  {
    name: 'a page with images and a pixel that counts',
    html: '<p>Your <a href="https://shop.test/order?a=1&amp;b=2">order</a> <img src="https://cdn.test/logo.png" srcset="https://cdn.test/logo2.png 2x" alt="Logo"> left.</p><picture><source srcset="https://cdn.test/p.webp"><img src="https://cdn.test/p.png"></picture><img src="https://t.test/open?u=1" width="1" height="1"><svg><image href="https://cdn.test/s.png"/></svg><p style="background:url(https://cdn.test/b.png)">Bye<img src="data:image/png;base64,iVBORw0KGgo=" alt=""></p><script>alert(1)</script>',
    editor: '<p>Your <a href="https://shop.test/order?a=1&amp;b=2">order</a> Logo left.</p><p>Bye</p>',
    arrives: '<p>Your <a href="https://shop.test/order?a=1&amp;b=2">order</a> Logo left.</p><p>Bye</p>',
    mark: 'Logo',
  },
  {
    name: 'cells of Excel',
    html: `${head}<table border=0 cellpadding=0 style='border-collapse:collapse'><!--StartFragment--><col width=64><tr height=20><td height=20 class=xl65 style='height:15.0pt'>4711</td><td class=xl66>open</td></tr><tr><td>4712</td><td></td></tr><!--EndFragment--></table></body></html>`,
    editor: '<p>4711 | open</p><p>4712 |</p>',
    arrives: '4711 | open<br>4712 |',
    mark: '4711',
  },
];

describe.each(allConditions)('$size, $motion motion, translated: $translated', (condition) => {
  const stage = useStage(condition);

  async function talk(): Promise<{ page: Page; asking: Chat; answering: Chat }> {
    const scene = await stage.scene({ cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const bea = consoleOf(await scene.enter('bea', 'console'));
    const asking = await ada.start('My group', 'Bea', 'agent');
    await asking.write('Hello');
    await bea.agentLink('Ada').click();
    return { page: ada.page, asking, answering: bea.chat('Ada') };
  }

  describe('what is pasted into the editor', () => {
    it('[CONT-1] is shown as it is sent, and calls on nobody', async () => {
      const { page, asking, answering } = await talk();
      const asked: string[] = [];
      for (const window of [page, answering.section.page()])
        window.on('request', (request) => asked.push(request.url()));
      for (const { html, editor, arrives, mark } of pieces) {
        await paste(asking.composer, { html, text: 'plain' });
        await expectSoon(() => contentOf(asking.composer), editor);
        await asking.send();
        const arrived = answering.message(mark);
        await expectSeen(arrived);
        expect(await contentOf(arrived.locator('.rich'))).toBe(arrives);
        expect(await imagesOf(arrived).count()).toBe(0);
      }
      // It would have been heard of.
      await page.evaluate("fetch('/early.js').then(() => true)");
      expect(asked).toEqual(expect.arrayContaining([`${stage.url()}/early.js`]));
      expect(asked.filter((url) => !url.startsWith(stage.url()))).toEqual([]);
    });

    it('[CONT-1] takes words over the picture that a spreadsheet puts beside them', async () => {
      const { asking } = await talk();
      const picture = { name: 'image.png', mimeType: 'image/png', buffer: Buffer.from('x') };
      await paste(asking.composer, {
        html: '<table><tr><td>1</td><td>2</td></tr></table>',
        files: [picture],
      });
      await expectSoon(() => contentOf(asking.composer), '<p>1 | 2</p>');
    });
  });

  it('[CONT-1] a list that is pasted into a line stays one, with its first number, and takes no words of the line', async () => {
    const { asking } = await talk();
    await asking.composer.pressSequentially('before after');
    for (let letter = 0; letter < 'after'.length; letter += 1) await asking.composer.press('ArrowLeft');
    await paste(asking.composer, { html: '<ol start="7"><li>seven</li><li>eight</li></ol>' });
    const list = '<ol start="7"><li><p>seven</p></li><li><p>eight</p></li></ol>';
    await expectSoon(() => contentOf(asking.composer), `<p>before </p>${list}<p>after</p>`);
  });

  it('[CONT-1] a word of a list that is copied within the editor goes into the line', async () => {
    const { asking } = await talk();
    await paste(asking.composer, {
      html: '<p data-pm-slice="3 3 [&quot;orderedList&quot;,{&quot;start&quot;:1},&quot;listItem&quot;,null]"> a  word </p>',
    });
    await asking.composer.press('Control+a');
    await asking.composer.press('Delete');
    await asking.composer.pressSequentially('one two');
    for (let letter = 0; letter < ' two'.length; letter += 1) await asking.composer.press('ArrowLeft');
    await paste(asking.composer, { html: '<p data-pm-slice="1 1 []"> a  word</p>' });
    await expectSoon(() => contentOf(asking.composer), '<p>one a  word two</p>');
  });

  it('[CONT-1] says so where nothing of what was copied can be pasted, and keeps what is there', async () => {
    const { page, asking } = await talk();
    await asking.composer.pressSequentially('kept');
    await paste(asking.composer, { html: '<frameset><frame src="https://x.test/"></frameset>' });
    await expectSeen(page.getByText('Nothing of what you copied can be put into a message.'));
    expect(await contentOf(asking.composer)).toBe('<p>kept</p>');
  });

  it('[CONT-2] text that is pasted or typed in the office keeps its blank lines and the indent of its first line', async () => {
    const scene = await stage.scene({ cast: harbor });
    const erik = officeOf(await scene.enter('erik', 'office'));
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const asking = await erik.start('Ada', 'agent');
    const texts = ['    indented\n\n\tby a tab', '\n\nbelow two blank lines', '  a  b'];
    for (const text of texts) {
      await asking.write(`${text} \n\n`);
    }
    const sent = asking.section.locator('[role="listitem"] p[dir="auto"]:not([translate])');
    await expectSoon(async () => (await sent.allTextContents()).map(withoutMarks), texts);
    await ada.expertLink('Erik').click();
    const rows = ada.chat('Erik').section.locator('[role="listitem"] .rich');
    await expectSoon(() => rows.count(), texts.length);
    for (const [at, text] of texts.entries())
      expect(await contentOf(rows.nth(at))).toBe(text.replaceAll('\n', '<br>'));
  });
});

describe('what programs put on a clipboard', () => {
  const stage = useStage(conditions.paste);

  it('[CONT-1, CONT-3] is the same in the editor, in the console of the other and in the office', async () => {
    const scene = await stage.scene({ cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    // High enough for all that arrives: a long chat holds only what is near in the page.
    const viewport = { width: 1280, height: 6000 };
    const bea = consoleOf(await scene.enter('bea', 'console', { viewport }));
    const erik = officeOf(await scene.enter('erik', 'office', { viewport }));
    const pasted: { name: string; editor: string }[] = [];
    const agent = await ada.start('My group', 'Bea', 'agent');
    for (const { name, html, text } of clipboards) {
      await paste(agent.composer, {
        ...(html === undefined ? {} : { html }),
        ...(text === undefined ? {} : { text }),
      });
      pasted.push({ name, editor: await contentOf(agent.composer) });
      await agent.send();
      await expectSoon(() => contentOf(agent.composer), '<p></p>');
    }
    const expert = await ada.start('Directory', 'Erik', 'office');
    for (const { html, text } of clipboards) {
      await paste(expert.composer, {
        ...(html === undefined ? {} : { html }),
        ...(text === undefined ? {} : { text }),
      });
      await expert.send();
      await expectSoon(() => contentOf(expert.composer), '<p></p>');
    }
    expect(pasted).toEqual(clipboards.map(({ name, editor }) => ({ name, editor })));
    await bea.agentLink('Ada').click();
    const expertChat = await erik.open('Ada');
    const rich = bea.chat('Ada').section.locator('[role="listitem"] .rich');
    const plain = expertChat.section.locator('[role="listitem"] p[dir="auto"]:not([translate])');
    await expectSoon(() => rich.count(), clipboards.length);
    await expectSoon(() => plain.count(), clipboards.length);
    const arrived: unknown[] = [];
    for (const [at, { name }] of clipboards.entries())
      arrived.push({
        name,
        arrives: await contentOf(rich.nth(at)),
        plain: await plain.nth(at).textContent(),
      });
    expect(arrived).toEqual(
      clipboards.map(({ name, arrives, plain: words }) => ({ name, arrives, plain: words })),
    );
  });
});
