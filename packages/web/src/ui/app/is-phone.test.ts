import { afterEach, expect, it, vi } from 'vitest';
import { hasTouchKeyboard, isPhone, opensKeyboard } from './is-phone.ts';

/** A device by what its browser says of it: of its width, its pointer, and whether that can hover. */
function device(...matching: string[]): void {
  vi.stubGlobal('matchMedia', (query: string) => ({
    matches: matching.some((feature) => query.includes(feature)),
  }));
}

const answers = () => [isPhone(), hasTouchKeyboard(), opensKeyboard()];

afterEach(() => void vi.unstubAllGlobals());

it.each<[string, string[], boolean[]]>([
  ['a desktop', [], [false, false, false]],
  ['a phone', ['max-width', 'coarse', 'hover: none'], [true, true, true]],
  ['a tablet', ['coarse', 'hover: none'], [false, true, true]],
  ['a narrow window', ['max-width'], [true, false, true]],
])('%s has one column, a keyboard on the screen, and opens it as it does', (_, features, expected) => {
  device(...features);
  expect(answers()).toEqual(expected);
});
