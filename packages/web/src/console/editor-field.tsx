import type { KeyboardEvent, ReactNode } from 'react';
import { useId } from 'react';
import { keyOf } from '../ui/keyboard/keys.ts';

interface EditorFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly autoFocus?: boolean;
  readonly maxLength?: number;
  /** Why what stands in it cannot be taken, once that was tried. */
  readonly problem?: string | null;
  readonly onChange: (value: string) => void;
  /** Enter. */
  readonly onApply: () => void;
  /** Escape. */
  readonly onCancel: () => void;
  /** Buttons behind it. */
  readonly children: ReactNode;
}

/** A line below the toolbar, for what something in the text needs beside its words. */
export function EditorField({
  label,
  problem = null,
  onChange,
  onApply,
  onCancel,
  children,
  ...input
}: EditorFieldProps) {
  const reason = useId();
  const onKeyDown = (event: KeyboardEvent) => {
    const key = keyOf(event);
    if (key === 'Enter') onApply();
    else if (key === 'Escape') {
      event.stopPropagation();
      onCancel();
    } else return;
    event.preventDefault();
  };
  return (
    <div className="flex flex-wrap items-center gap-x-1.5 gap-y-1 px-2 pt-1.5">
      <label className="flex min-w-0 flex-1 basis-56 items-center gap-2">
        <span className="shrink-0 ps-1 text-xs text-soft">{label}</span>
        <input
          dir="auto"
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : reason}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
          className="h-7 min-w-0 flex-1 rounded-md border border-line bg-surface px-2 placeholder:text-faint"
          {...input}
        />
      </label>
      {children}
      {problem === null ? null : (
        <p id={reason} role="alert" className="basis-full ps-1 text-xs text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}
