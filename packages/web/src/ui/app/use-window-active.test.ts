// @environment page
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { useWindowActive } from './use-window-active.ts';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function be(
  isFocused: boolean,
  visibility: DocumentVisibilityState,
  event: string,
  target: EventTarget,
): void {
  vi.spyOn(document, 'hasFocus').mockReturnValue(isFocused);
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(visibility);
  act(() => void target.dispatchEvent(new Event(event)));
}

it('somebody looks at the page while it is in front and has the focus', () => {
  const { result } = renderHook(() => useWindowActive());
  be(true, 'visible', 'focus', globalThis);
  expect(result.current).toBe(true);
  be(false, 'visible', 'blur', globalThis);
  expect(result.current).toBe(false);
  be(true, 'visible', 'focus', globalThis);
  expect(result.current).toBe(true);
  be(true, 'hidden', 'visibilitychange', document);
  expect(result.current).toBe(false);
});
