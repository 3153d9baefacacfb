// @environment page
import { afterEach, beforeEach, expect, it } from 'vitest';
import { copyWords } from './timeline-copy.ts';

let stop = () => {};
let list: HTMLElement;

/** Selects from a place in one text to a place in another, and copies; null: it is left to the browser. */
function copy(from: Node | null, start: number, to: Node | null, end: number) {
  if (!from || !to) throw new Error('nothing to select');
  document.getSelection()?.setBaseAndExtent(from, start, to, end);
  const given = new Map<string, string>();
  const event = new Event('copy', { bubbles: true, cancelable: true });
  const clipboardData = { setData: (type: string, text: string) => void given.set(type, text) };
  document.dispatchEvent(Object.assign(event, { clipboardData }));
  if (!event.defaultPrevented) return null;
  return { text: given.get('text/plain'), html: given.get('text/html') };
}

const wordsOf = (row: number) => list.querySelectorAll('[data-words]')[row]?.firstChild ?? null;

beforeEach(() => {
  document.body.innerHTML = `
    <div id="list">
      <p>Ben 10:00</p><div data-words>Hello there</div>
      <p>Mia 10:01</p><div data-words>How are you?</div>
      <p>Ben 10:02</p><div data-words="plan.pdf"><a href="/files/1">Download</a></div>
    </div>
    <p id="outside">Outside</p><textarea id="field">typed</textarea>`;
  list = document.getElementById('list') ?? document.body;
  stop = copyWords(list);
});
afterEach(() => {
  stop();
  document.body.replaceChildren();
});

it('of several messages their words are copied, as far as they are selected, without names and times', () => {
  expect(copy(wordsOf(0), 6, wordsOf(1), 3)).toEqual({
    text: 'there\nHow',
    html: '<div>there</div><div>How</div>',
  });
});

it('of a file its name is copied, not its buttons', () => {
  expect(copy(wordsOf(1), 0, wordsOf(2), 1)?.text).toBe('How are you?\nplan.pdf');
});

it('within one message, and where no message is selected, the browser copies', () => {
  expect(copy(wordsOf(0), 0, wordsOf(1), 3)).not.toBeNull();
  expect(copy(wordsOf(0), 0, wordsOf(0), 5)).toBeNull();
  const outside = document.getElementById('outside')?.firstChild ?? null;
  expect(copy(outside, 0, outside, 3)).toBeNull();
});

it('a list that is gone copies nothing any more', () => {
  expect(copy(wordsOf(0), 0, wordsOf(1), 3)).not.toBeNull();
  stop();
  expect(copy(wordsOf(0), 0, wordsOf(1), 3)).toBeNull();
});
