import type { ComponentProps } from 'react';
import { join } from './join.ts';

const looks = {
  primary: 'bg-accent text-on-accent hover:brightness-110 border-transparent',
  plain: 'border-line bg-raised text-ink hover:bg-hover',
  quiet: 'border-transparent text-soft hover:bg-hover hover:text-ink',
  danger: 'border-transparent bg-danger text-on-accent hover:brightness-110',
} as const;

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: keyof typeof looks;
  readonly small?: boolean;
}

export function Button({ look = 'plain', small = false, className, type, ...rest }: ButtonProps) {
  return (
    <button
      type={type ?? 'button'}
      className={join(
        'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-colors duration-(--quick)',
        'disabled:opacity-55 aria-disabled:opacity-55',
        small ? 'h-7 px-2.5 text-xs' : 'h-9 px-3.5 text-sm',
        looks[look],
        className,
      )}
      {...rest}
    />
  );
}
