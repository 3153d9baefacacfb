import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { allConditions } from './conditions.ts';
import { expectSeen, expectSoon } from './expect-seen.ts';
import type { Chat } from './pages/chat.ts';
import { consoleOf } from './pages/console.ts';
import { contentOf, imagesOf, paste } from './pages/editor.ts';
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
    it.each(pieces)(
      '[CONT-1] $name: it is shown as it is sent, and calls on nobody',
      async ({ html, editor, arrives, mark }) => {
        const { page, asking, answering } = await talk();
        const asked: string[] = [];
        for (const window of [page, answering.section.page()])
          window.on('request', (request) => asked.push(request.url()));
        await paste(asking.composer, { html, text: 'plain' });
        await expectSoon(() => contentOf(asking.composer), editor);
        await asking.send();
        const arrived = answering.message(mark);
        await expectSeen(arrived);
        expect(await contentOf(arrived.locator('.rich'))).toBe(arrives);
        expect(await imagesOf(arrived).count()).toBe(0);
        // It would have been heard of.
        await page.evaluate("fetch('/early.js').then(() => true)");
        expect(asked).toEqual(expect.arrayContaining([`${stage.url()}/early.js`]));
        expect(asked.filter((url) => !url.startsWith(stage.url()))).toEqual([]);
      },
    );

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
});
