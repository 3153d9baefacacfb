import type { KeyboardEvent as ReactKeyboardEvent } from 'react';

type Press = KeyboardEvent | ReactKeyboardEvent;

/** Keys that do something beside writing a letter. */
const acting = /^(?:Enter|Escape|Tab|Arrow|Page|Home|End)/;

/** `KeyboardEvent.keyCode` of every key that an input method handles. */
const inputMethodKeyCode = 229;

/**
 * Whether an input method takes the key, such as the Enter that turns kana into kanji. Chrome and Firefox say so by
 * `isComposing`. Safari ends the composition before it tells of the key, and then only the code is left to know it by.
 */
function isOfInputMethod({ isComposing, keyCode }: KeyboardEvent): boolean {
  return isComposing || keyCode === inputMethodKeyCode;
}

const nativeOf = (event: Press): KeyboardEvent => ('nativeEvent' in event ? event.nativeEvent : event);

/**
 * The key that was pressed, named as `KeyboardEvent.key` names it; null where it belongs to an input method. The only
 * place that looks at the key of an event: `tieline/keys` of eslint.config.js refuses every other.
 */
export function keyOf(event: Press): string | null {
  const native = nativeOf(event);
  return isOfInputMethod(native) ? null : native.key;
}

/**
 * Dialogs, menus and the editor come from libraries that look at keys themselves, and a form sends itself with Enter:
 * none of them hears of a key that belongs to an input method.
 */
export function keepInputMethodKeys(): void {
  addEventListener(
    'keydown',
    (event) => {
      if (!isOfInputMethod(event) || !acting.test(event.key)) return;
      event.stopPropagation();
      if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
    },
    { capture: true },
  );
}
