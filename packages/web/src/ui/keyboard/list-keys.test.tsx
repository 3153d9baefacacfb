// @environment page
import { cleanup, fireEvent, render } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pageMessages, walkList, walkToolbar } from './list-keys.ts';

const focused = () => document.activeElement?.id;
const press = (key: string, more: object = {}) => {
  const target = document.activeElement ?? document.body;
  // False: somebody has used the key, and the browser does nothing with it.
  return !fireEvent.keyDown(target, { key, ...more });
};
const focus = (id: string) => document.getElementById(id)?.focus();

afterEach(() => {
  cleanup();
  document.body.replaceChildren();
  document.body.removeAttribute('dir');
});

describe('in a list', () => {
  beforeEach(() => {
    render(
      <div onKeyDown={walkList} role="presentation">
        <input type="search" id="field" aria-label="search" />
        {['a', 'b', 'c'].map((id) => (
          <button key={id} id={id} data-list-row="" type="button">
            {id}
          </button>
        ))}
      </div>,
    );
  });

  it('the arrows lead from row to row, and no further than its ends', () => {
    focus('a');
    const places = ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp'].map((key) => [press(key), focused()]);
    expect(places).toEqual([
      [true, 'b'],
      [true, 'c'],
      [true, 'c'],
      [true, 'b'],
    ]);
  });

  it('the arrows lead from the search field to the first row, and back', () => {
    focus('field');
    press('ArrowDown');
    expect(focused()).toBe('a');
    press('ArrowUp');
    expect(focused()).toBe('field');
    expect([press('ArrowUp'), focused()]).toEqual([false, 'field']);
  });

  it('Home and End lead to the first and the last, and in the field they are of its text', () => {
    focus('b');
    press('End');
    expect(focused()).toBe('c');
    press('Home');
    expect(focused()).toBe('a');
    focus('field');
    expect([press('Home'), press('End'), focused()]).toEqual([false, false, 'field']);
  });

  it.each([
    { altKey: true },
    { ctrlKey: true },
    { metaKey: true },
    { shiftKey: true },
    { isComposing: true },
  ])('a key with %o is for somebody else', (more) => {
    focus('a');
    expect([press('ArrowDown', more), focused()]).toEqual([false, 'a']);
    expect([press('ArrowDown'), focused()]).toEqual([true, 'b']);
  });
});

describe('in a toolbar', () => {
  beforeEach(() => {
    render(
      <div onKeyDown={walkToolbar} role="toolbar" id="bar" tabIndex={-1}>
        <button id="one" type="button" aria-label="one" />
        <button id="two" type="button" aria-label="two" disabled />
        <button id="three" type="button" aria-label="three" />
      </div>,
    );
  });

  it('the arrows go around all buttons that can be pressed', () => {
    focus('one');
    press('ArrowRight');
    expect(focused()).toBe('three');
    press('ArrowRight');
    expect(focused()).toBe('one');
    press('ArrowLeft');
    expect(focused()).toBe('three');
  });

  it('where one reads from the right, the left arrow leads on', () => {
    const style = vi.spyOn(globalThis, 'getComputedStyle');
    style.mockReturnValue(Object.assign(document.createElement('p').style, { direction: 'rtl' }));
    focus('three');
    press('ArrowLeft');
    expect(focused()).toBe('one');
    press('ArrowRight');
    expect(focused()).toBe('three');
    style.mockRestore();
  });
});

describe('PageUp and PageDown in the text field', () => {
  const scrolled: number[] = [];

  beforeEach(() => {
    scrolled.length = 0;
    render(
      <>
        <div data-timeline="">
          <div role="region" aria-label="messages" id="messages" />
        </div>
        <textarea
          id="field"
          aria-label="text"
          onKeyDown={(event) => pageMessages(event) && event.preventDefault()}
        />
      </>,
    );
    const messages = document.getElementById('messages');
    if (!messages) throw new Error('no messages');
    Object.defineProperty(messages, 'clientHeight', { value: 400 });
    Object.defineProperty(messages, 'scrollBy', {
      value: ({ top }: { top: number }) => void scrolled.push(top),
    });
    focus('field');
  });

  it('move the messages by most of a view', () => {
    expect([press('PageUp'), press('PageDown')]).toEqual([true, true]);
    expect(scrolled).toEqual([-340, 340]);
  });

  it('are of the text where there is more than the field shows', () => {
    press('PageUp');
    expect(scrolled).toEqual([-340]);
    const field = document.getElementById('field');
    Object.defineProperty(field, 'scrollHeight', { value: 300 });
    Object.defineProperty(field, 'clientHeight', { value: 100 });
    if (field) field.style.overflowY = 'auto';
    expect([press('PageUp'), press('PageUp', { shiftKey: true }), press('a')]).toEqual([false, false, false]);
    expect(scrolled).toEqual([-340]);
  });
});
