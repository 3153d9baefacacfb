import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { Mark } from './logo.tsx';

interface EmptyProps {
  readonly title: string;
  readonly hint?: ReactNode;
  readonly icon?: ReactNode;
  readonly children?: ReactNode;
}

/** Nothing to show, and why. */
export function EmptyState({ title, hint, icon, children }: EmptyProps) {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-1.5 px-6 py-10 text-center">
      <span className="mb-2 text-faint">{icon ?? <Mark className="size-9 opacity-60" />}</span>
      <p className="font-medium text-ink">{title}</p>
      {hint ? <p className="max-w-80 text-soft">{hint}</p> : null}
      {children ? <div className="mt-3">{children}</div> : null}
    </div>
  );
}

/** Something could not be loaded; it can be tried again. */
export function ErrorState({ title, onRetry }: { title: string; onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <div
      role="alert"
      className="flex flex-1 flex-col items-center justify-center gap-3 px-6 py-10 text-center"
    >
      <p className="text-soft">{title}</p>
      <Button small onClick={onRetry}>
        {t('common.retry')}
      </Button>
    </div>
  );
}

/** Lines in the shape of a list that is still loading. */
export function LoadingRows({ rows, label }: { rows: number; label: string }) {
  return (
    <div role="status" className="flex flex-col gap-1 p-2">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} aria-hidden="true" className="flex animate-pulse items-center gap-3 px-2 py-2">
          <span className="size-8 rounded-full bg-hover" />
          <span className="flex flex-1 flex-col gap-1.5">
            <span className={`h-2.5 rounded bg-hover ${row % 2 ? 'w-2/5' : 'w-1/2'}`} />
            <span className={`h-2.5 rounded bg-hover ${row % 3 ? 'w-4/5' : 'w-3/5'}`} />
          </span>
        </div>
      ))}
    </div>
  );
}

/** Over the skeleton, while the first line is being made; `late` where that is no news in the first moment. */
export function Splash({ text, late }: { text: string; late: boolean }) {
  return (
    <div
      role="status"
      data-splash
      className={`relative z-10 flex h-full flex-col items-center justify-center gap-4 text-soft ${late ? 'animate-late' : ''}`}
    >
      <Mark className="size-12 animate-pulse text-accent" />
      <span>{text}</span>
    </div>
  );
}
