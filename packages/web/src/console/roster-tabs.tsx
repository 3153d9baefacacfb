import type { KeyboardEvent } from 'react';
import { useRef } from 'react';
import { keyOf } from '../ui/keyboard/keys.ts';

interface TabsProps<Name extends string> {
  readonly label: string;
  readonly id: string;
  readonly tabs: readonly (readonly [Name, string])[];
  readonly chosen: Name;
  readonly onChoose: (name: Name) => void;
}

/** A row of tabs; the arrow keys go from one to the next. Their panels are `${id}-${name}`. */
export function RosterTabs<Name extends string>({ label, id, tabs, chosen, onChoose }: TabsProps<Name>) {
  const row = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const key = keyOf(event);
    if (key !== 'ArrowLeft' && key !== 'ArrowRight') return;
    const place = tabs.findIndex(([name]) => name === chosen);
    const next = (place + (key === forward ? 1 : tabs.length - 1)) % tabs.length;
    const name = tabs[next]?.[0];
    if (name === undefined) return;
    event.preventDefault();
    onChoose(name);
    row.current?.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus();
  };
  return (
    <div
      ref={row}
      role="tablist"
      aria-label={label}
      className="flex shrink-0 gap-1 border-b border-line px-3 pt-1.5"
    >
      {tabs.map(([name, text]) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`${id}-${name}-tab`}
          aria-controls={`${id}-${name}`}
          aria-selected={name === chosen}
          tabIndex={name === chosen ? 0 : -1}
          onClick={() => onChoose(name)}
          onKeyDown={onKeyDown}
          className="-mb-px h-9 border-b-2 border-transparent px-2.5 font-medium text-soft -outline-offset-2 hover:text-ink aria-selected:border-accent aria-selected:text-ink"
        >
          {text}
        </button>
      ))}
    </div>
  );
}
