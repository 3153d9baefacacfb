import { Tooltip } from '@base-ui/react/tooltip';
import type { ComponentProps, ReactNode } from 'react';
import { join } from '../ui/elements/join.ts';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'title'> {
  readonly label: string;
  readonly keys?: string;
  readonly children: ReactNode;
}

/** A button of one icon: its label is its name and its tooltip. */
export function IconButton({ label, keys, className, children, ...rest }: IconButtonProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger
        render={
          <button
            type="button"
            aria-label={label}
            className={join(
              'inline-flex items-center justify-center rounded-md text-soft transition-colors duration-(--quick) hover:bg-hover hover:text-ink aria-pressed:bg-accent-soft aria-pressed:text-accent disabled:opacity-50',
              className,
            )}
            {...rest}
          />
        }
      >
        {children}
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} className="z-50">
          <Tooltip.Popup className="rounded bg-ink px-2 py-1 text-xs text-surface shadow-low">
            <span>{label}</span>
            {keys ? (
              <kbd translate="no" className="ms-2 font-sans opacity-75">
                {keys}
              </kbd>
            ) : null}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
