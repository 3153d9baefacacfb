// @environment page
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { isSendKey } from './send-key.ts';

/** A device with a keyboard, or one that is touched. */
function sends(isTouched: boolean, press: object): boolean {
  vi.stubGlobal('matchMedia', (query: string) => ({ matches: isTouched && query === '(pointer: coarse)' }));
  let answer = false;
  render(<textarea onKeyDown={(event) => (answer = isSendKey(event))} />);
  fireEvent.keyDown(screen.getByRole('textbox'), press);
  return answer;
}

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it.each([
  ['Enter', { key: 'Enter' }, true, false],
  ['Enter with Ctrl', { key: 'Enter', ctrlKey: true }, true, true],
  ['Enter with Cmd', { key: 'Enter', metaKey: true }, true, true],
  ['Enter with Shift', { key: 'Enter', shiftKey: true }, false, false],
  ['Enter with Shift and Ctrl', { key: 'Enter', shiftKey: true, ctrlKey: true }, false, false],
  ['the Enter of an input method', { key: 'Enter', isComposing: true }, false, false],
  ['the Enter of an input method in Safari', { key: 'Enter', keyCode: 229 }, false, false],
  ['another key', { key: 'a' }, false, false],
])('%s sends on a keyboard and on a touch screen as it should', (_, press, onKeyboard, onTouch) => {
  expect(sends(false, press)).toBe(onKeyboard);
  cleanup();
  expect(sends(true, press)).toBe(onTouch);
});
