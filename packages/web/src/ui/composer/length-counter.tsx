import { limits } from '@tieline/protocol';
import { useTranslation } from 'react-i18next';
import { join } from '../elements/join.ts';

const encoder = new TextEncoder();

/** Bytes of UTF-8 that a message may still grow by; below zero it is too long. */
export function bytesLeft(text: string, most: number = limits.textBytes): number {
  return most - encoder.encode(text).length;
}

/**
 * The same in characters, as a person counts: how many more of the kind that the text is made of, or, below zero, how many
 * have to go.
 */
export function charactersLeft(text: string, most: number = limits.textBytes): number {
  const characters = [...text].length;
  const each = characters === 0 ? 1 : encoder.encode(text).length / characters;
  const left = bytesLeft(text, most) / each;
  return left < 0 ? -Math.ceil(-left) : Math.floor(left);
}

/** `left`: characters. Shown only near the limit and beyond it. */
export function LengthCounter({ left }: { left: number }) {
  const { t } = useTranslation();
  if (left > limits.textBytes / 10) return null;
  return (
    <span
      role="status"
      className={join(
        'self-center px-2 text-xs tabular',
        left < 0 ? 'font-medium text-danger' : 'text-faint',
      )}
    >
      {left < 0 ? t('composer.over', { count: -left }) : t('composer.left', { count: left })}
    </span>
  );
}
