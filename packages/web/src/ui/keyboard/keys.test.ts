import { afterEach, describe, expect, it, vi } from 'vitest';
import { keepInputMethodKeys, keyOf } from './keys.ts';

interface Press {
  readonly key: string;
  readonly keyCode: number;
  readonly isComposing: boolean;
}

const press = (key: string, keyCode: number, isComposing: boolean): Press => ({ key, keyCode, isComposing });

/** [who sends it, the press, what it asks for] */
const presses: [string, Press, string | null][] = [
  ['Enter, nothing composed', press('Enter', 13, false), 'Enter'],
  ['Chrome, Enter that commits a word', press('Enter', 229, true), null],
  ['Firefox, Enter that commits a word', press('Process', 229, true), null],
  ['Firefox before 65', press('Enter', 13, true), null],
  ['Safari, Enter that commits a word', press('Enter', 229, false), null],
  ['Safari, Escape that gives a word up', press('Escape', 229, false), null],
  ['Safari, an arrow in the list of candidates', press('ArrowDown', 229, false), null],
  ['Chrome, Tab in the list of candidates', press('Tab', 229, true), null],
  ['Chrome on Windows, the first letter of a word', press('Process', 229, false), null],
  ['a keyboard of Android, any letter', press('Unidentified', 229, false), null],
  ['a keyboard of Android, Enter', press('Enter', 13, false), 'Enter'],
  ['Escape, nothing composed', press('Escape', 27, false), 'Escape'],
  ['a letter', press('k', 75, false), 'k'],
];

const asEvent = (value: unknown) => value as KeyboardEvent;

describe('the key of a press', () => {
  it.each(presses)('%s', (_, pressed, key) => {
    expect(keyOf(asEvent(pressed))).toBe(key);
    expect(keyOf(asEvent({ ...pressed, keyCode: 0, nativeEvent: pressed }))).toBe(key);
  });
});

describe('a library or a form, which look at keys themselves', () => {
  class Field {
    readonly tagName = 'INPUT';
  }

  afterEach(() => vi.unstubAllGlobals());

  /** What a press in `target` comes to: whether the page hears of it, and whether the browser acts on it. */
  function passed(pressed: Press, target: object) {
    const listen = vi.fn<(type: string, listener: (event: KeyboardEvent) => void, how: object) => void>();
    vi.stubGlobal('addEventListener', listen);
    vi.stubGlobal('HTMLInputElement', Field);
    keepInputMethodKeys();
    const [type, listener, how] = listen.mock.calls[0] ?? [];
    expect([type, how]).toEqual(['keydown', { capture: true }]);
    const event = {
      ...pressed,
      target,
      stopPropagation: vi.fn<() => void>(),
      preventDefault: vi.fn<() => void>(),
    };
    listener?.(asEvent(event));
    const isHeard = event.stopPropagation.mock.calls.length === 0;
    return { isHeard, isActedOn: event.preventDefault.mock.calls.length === 0 };
  }

  /** [the press, whether the page hears of it, whether a form with the field sends itself] */
  const cases: [Press, boolean, boolean][] = [
    [press('Enter', 13, false), true, true],
    [press('Escape', 27, false), true, true],
    [press('Enter', 229, false), false, false],
    [press('Enter', 229, true), false, false],
    [press('Escape', 229, false), false, true],
    [press('ArrowUp', 229, true), false, true],
    [press('PageDown', 229, false), false, true],
    [press('Tab', 229, false), false, true],
    // What it types is the editor's to know.
    [press('Unidentified', 229, false), true, true],
    [press('Process', 229, true), true, true],
  ];

  it.each(cases)('%o', (pressed, isHeard, isActedOn) => {
    expect(passed(pressed, new Field())).toEqual({ isHeard, isActedOn });
    expect(passed(pressed, {})).toEqual({ isHeard, isActedOn: true });
  });
});
