// @environment page
import { afterEach, expect, it } from 'vitest';
import { focusComposer, focusList } from './focus.ts';

const focused = () => document.activeElement?.id;
const show = (html: string) => (document.body.innerHTML = html);

afterEach(() => document.body.replaceChildren());

it('leads into the text field of the open chat', () => {
  show('<textarea id="other"></textarea><textarea id="field" data-composer></textarea>');
  focusComposer();
  expect(focused()).toBe('field');
});

it('leads to the open chat in the list, else to its first one, else to the list itself', () => {
  const list = '<div id="list" data-list tabindex="-1"></div>';
  const rows = '<a id="first" href="#1" data-conversation>1</a>';
  show(`${list}${rows}<a id="open" href="#2" data-conversation aria-current="page">2</a>`);
  focusList();
  expect(focused()).toBe('open');
  show(list + rows);
  focusList();
  expect(focused()).toBe('first');
  show(list);
  focusList();
  expect(focused()).toBe('list');
});
