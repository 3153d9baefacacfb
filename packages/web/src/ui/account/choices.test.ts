// @environment page
import { renderHook, act, cleanup } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const key = 'tieline.choices';

/** A page that has not read anything yet. */
async function freshPage() {
  vi.resetModules();
  const choices = await import('./choices.ts');
  choices.followChoices();
  return choices;
}

/** What another tab has stored. */
function storeElsewhere(text: string): void {
  localStorage.setItem(key, text);
  dispatchEvent(new StorageEvent('storage', { key, newValue: text }));
}

const theme = () => document.documentElement.dataset['theme'];

beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  localStorage.clear();
  delete document.documentElement.dataset['theme'];
});

it('a choice is there after a reload, and the rest is as it was', async () => {
  const before = await freshPage();
  before.writeChoices({ sound: true });
  before.writeChoices({ theme: 'dark' });
  const { readChoices } = await freshPage();
  expect(readChoices()).toMatchObject({ sound: true, theme: 'dark', desktop: false, language: 'system' });
});

it.each(['{broken', '7', 'null', '"dark"'])('%s, which is no choice, is none', async (strange) => {
  localStorage.setItem(key, strange);
  const { readChoices, writeChoices } = await freshPage();
  expect(readChoices()).toMatchObject({ sound: false, theme: 'system' });
  writeChoices({ sound: true });
  expect(readChoices().sound).toBe(true);
});

it('what is chosen in another tab shows here at once, and is not lost by a choice here', async () => {
  const { useChoices, writeChoices, readChoices } = await freshPage();
  const { result } = renderHook(() => useChoices());
  expect(result.current.sound).toBe(false);
  act(() => storeElsewhere('{"sound":true,"theme":"dark"}'));
  expect(result.current.sound).toBe(true);
  expect(theme()).toBe('dark');
  // Written by a tab whose word has not come yet.
  localStorage.setItem(key, '{"sound":true,"theme":"dark","desktop":true}');
  act(() => writeChoices({ theme: 'light' }));
  expect(readChoices()).toMatchObject({ sound: true, desktop: true, theme: 'light' });
  expect([result.current.theme, theme()]).toEqual(['light', 'light']);
});

it('the theme of the system is no theme of the page', async () => {
  const { writeChoices } = await freshPage();
  writeChoices({ theme: 'dark' });
  expect(theme()).toBe('dark');
  writeChoices({ theme: 'system' });
  expect(theme()).toBeUndefined();
});
