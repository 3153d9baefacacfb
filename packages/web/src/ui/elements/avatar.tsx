import type { PresenceWord, SeatKind, SeatStatus } from '@tieline/protocol';
import { firstLetterOf } from '@tieline/text';
import { join } from './join.ts';
import { PresenceMark } from '../presence/presence-mark.tsx';

const hues = [205, 240, 285, 330, 20, 55, 110, 155];

/** The first letters of the first and the last word. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = firstLetterOf(words[0] ?? '') || '?';
  const last = words.length > 1 ? firstLetterOf(words.at(-1) ?? '') : '';
  return (first + last).toLocaleUpperCase();
}

function hueOf(seed: string): number {
  let sum = 0;
  for (const sign of seed) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 9973;
  return hues[sum % hues.length] ?? 205;
}

const sizes = {
  small: 'size-6 text-[0.625rem]',
  medium: 'size-8 text-xs',
  large: 'size-9 text-xs',
} as const;

export type AvatarSize = keyof typeof sizes;

interface AvatarProps {
  readonly name: string;
  readonly kind: SeatKind;
  readonly seed: string;
  readonly size?: AvatarSize;
  readonly presence?: PresenceWord | SeatStatus;
}

/** Decoration beside a name: round for office entries, square for agent entries. */
export function Avatar({ name, kind, seed, size = 'medium', presence }: AvatarProps) {
  const hue = hueOf(seed);
  return (
    <span translate="no" className="relative inline-flex shrink-0" aria-hidden="true">
      <span
        className={join(
          'inline-flex items-center justify-center overflow-clip font-semibold select-none',
          kind === 'agent' ? 'rounded-[28%]' : 'rounded-full',
          sizes[size],
        )}
        style={{
          background: `light-dark(oklch(0.89 0.045 ${hue}), oklch(0.37 0.055 ${hue}))`,
          color: `light-dark(oklch(0.36 0.08 ${hue}), oklch(0.92 0.04 ${hue}))`,
        }}
      >
        {initialsOf(name)}
      </span>
      {presence ? (
        <span className="absolute -end-1 -bottom-1 rounded-full bg-(--under,var(--surface)) p-0.5">
          <PresenceMark word={presence} className="size-2.5" />
        </span>
      ) : null}
    </span>
  );
}
