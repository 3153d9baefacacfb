import { type RefObject, useEffect } from 'react';
import { keyOf } from '../ui/keyboard/keys.ts';

/** Makes a button of every image of `html`, as `text` shows it. An image in a link leads where the link does. */
export function useOpenImage(
  text: RefObject<HTMLElement | null>,
  html: TrustedHTML | string,
  labelOf: (image: HTMLImageElement) => string,
  onOpen: (image: HTMLImageElement) => void,
): void {
  useEffect(() => {
    const element = text.current;
    if (element === null) return;
    const images = [...element.querySelectorAll('img')].filter((image) => image.closest('a') === null);
    for (const image of images) {
      image.role = 'button';
      image.tabIndex = 0;
      image.ariaHasPopup = 'dialog';
      image.ariaLabel = labelOf(image);
    }
    const open = ({ target }: Event) => {
      const image = images.find((one) => one === target);
      if (image !== undefined) onOpen(image);
    };
    const press = (event: KeyboardEvent) => {
      const key = keyOf(event);
      if (key !== 'Enter' && key !== ' ') return;
      // Space would scroll.
      if (event.target instanceof HTMLImageElement) event.preventDefault();
      open(event);
    };
    element.addEventListener('click', open);
    element.addEventListener('keydown', press);
    return () => {
      element.removeEventListener('click', open);
      element.removeEventListener('keydown', press);
    };
  }, [text, html, labelOf, onOpen]);
}
