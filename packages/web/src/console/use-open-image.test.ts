// @environment page
import { cleanup, renderHook } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { useOpenImage } from './use-open-image.ts';

const onOpen = vi.fn<(image: HTMLImageElement) => void>();
const labelOf = ({ alt }: HTMLImageElement) => `Enlarge ${alt}`;

/** A message with an image of its own, and with one that leads somewhere. */
function message() {
  const element = document.createElement('div');
  const html = '<p>words <img alt="plan"></p><a href="https://a.test"><img alt="link"></a>';
  element.innerHTML = html;
  document.body.append(element);
  const hook = renderHook(() => useOpenImage({ current: element }, html, labelOf, onOpen));
  const [image, linked] = element.querySelectorAll('img');
  if (!image || !linked) throw new Error('no images');
  return { image, linked, hook };
}

afterEach(() => {
  cleanup();
  onOpen.mockClear();
  document.body.replaceChildren();
});

it('an image is a button that opens it, by a press as by a key', () => {
  const { image } = message();
  expect([image.getAttribute('role'), image.tabIndex, image.ariaLabel]).toEqual([
    'button',
    0,
    'Enlarge plan',
  ]);
  image.click();
  for (const key of ['Enter', ' ', 'a'])
    image.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  expect(onOpen.mock.calls.map(([opened]) => opened.alt)).toEqual(['plan', 'plan', 'plan']);
});

it('an image in a link leads where the link does', () => {
  const { image, linked } = message();
  linked.click();
  expect([onOpen.mock.calls.length, linked.getAttribute('role')]).toEqual([0, null]);
  image.click();
  expect(onOpen).toHaveBeenCalledTimes(1);
});

it('a message that is gone opens nothing', () => {
  const { image, hook } = message();
  hook.unmount();
  image.click();
  expect(onOpen).not.toHaveBeenCalled();
});
