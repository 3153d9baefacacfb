import fc from 'fast-check';
import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import {
  bitOf,
  type Block,
  isSpan,
  type Inline,
  type Mark,
  markOrder,
  hasContent,
} from '../packages/server/src/content/rich-text/document.ts';
import {
  editorDocument,
  shownInEditor,
  shownInView,
  withoutEnd,
} from '../packages/server/src/content/rich-text/shown.fixture.ts';
import { conditions } from './conditions.ts';
import { expectSoon } from './expect-seen.ts';
import { consoleOf } from './pages/console.ts';
import { harbor, useStage } from './stage.ts';

const stage = useStage(conditions['same-text']);

const names: Record<Mark, string> = {
  strong: 'bold',
  em: 'italic',
  u: 'underline',
  s: 'strike',
  code: 'code',
};

/** A document as the editor holds it. Code has no other mark there. */
function inEditor(block: Block): object {
  switch (block.is) {
    case 'paragraph':
      return { type: 'paragraph', content: block.line.map(inlineInEditor) };
    case 'code':
      return { type: 'codeBlock', content: block.text === '' ? [] : [{ type: 'text', text: block.text }] };
    case 'quote':
      return { type: 'blockquote', content: block.blocks.map(inEditor) };
    case 'list': {
      const content = block.items.map((item) => ({ type: 'listItem', content: item.map(inEditor) }));
      const { numbering: type, start } = block;
      return type === null
        ? { type: 'bulletList', content }
        : { type: 'orderedList', attrs: { start, type }, content };
    }
  }
}

function inlineInEditor(piece: Inline): object {
  if (!isSpan(piece)) return { type: 'hardBreak' };
  const marks = markOrder
    .filter((mark) => (piece.marks & bitOf(mark)) !== 0)
    .map((mark) => ({ type: names[mark] }));
  const link = piece.href === null ? [] : [{ type: 'link', attrs: { href: piece.href } }];
  return { type: 'text', text: piece.text, marks: [...link, ...marks] };
}

/** What the editor can hold: code in a line has no other mark, and an image has to be uploaded first. */
function editable(blocks: readonly Block[]): Block[] {
  return blocks.map((block): Block => {
    switch (block.is) {
      case 'paragraph':
        return {
          is: 'paragraph',
          line: block.line.filter((piece) => piece === 'line break' || isSpan(piece)).map(codeAlone),
        };
      case 'quote':
        return { is: 'quote', blocks: editable(block.blocks) };
      case 'list':
        return { ...block, items: block.items.map(editable) };
      case 'code':
        return block;
    }
  });
}

function codeAlone(piece: Inline): Inline {
  if (!isSpan(piece)) return piece;
  const code = bitOf('code');
  return (piece.marks & code) === 0
    ? piece
    : { ...piece, marks: piece.href === null ? code : piece.marks & ~code };
}

/** A view that was left at the beginning of a long message stays there. */
const toTheEnd = `for (const part of document.querySelectorAll('[data-testid="timeline"]'))
  part.scrollTop = part.scrollHeight`;

/** In the page: the editor hangs at its field. */
async function fill(composer: Locator, content: readonly object[]): Promise<void> {
  await composer.focus();
  const whole = JSON.stringify({ type: 'doc', content });
  await composer.page().evaluate(`document.activeElement.editor.commands.setContent(${whole})`);
}

it('[CONT-1] whatever stands in the editor is shown to the other agent as it stands there', async () => {
  const scene = await stage.scene({ cast: harbor });
  const ada = consoleOf(await scene.enter('ada', 'console'));
  // High enough that its newest message is always there: a long one leaves the view at its beginning.
  const bea = consoleOf(await scene.enter('bea', 'console', { viewport: { width: 1280, height: 6000 } }));
  const agent = await ada.start('My group', 'Bea', 'agent');
  await agent.write('Hello');
  await bea.agentLink('Ada').click();
  const last = bea.chat('Ada').section.locator('[role="listitem"] .rich').last();
  const documents = fc
    .sample(editorDocument, { seed: 20_270_302, numRuns: 24 })
    .map(editable)
    .filter(hasContent);
  expect(documents.length).toBeGreaterThan(15);
  for (const blocks of documents) {
    await fill(agent.composer, blocks.map(inEditor));
    const shown = withoutEnd(shownInView(await agent.composer.innerHTML()));
    expect(shown).toEqual(withoutEnd(shownInEditor(blocks)));
    await agent.send();
    await expectSoon(async () => {
      await bea.page.evaluate(toTheEnd);
      return shownInView(await last.innerHTML());
    }, shown);
  }
});
