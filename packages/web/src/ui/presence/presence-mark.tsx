import type { PresenceWord, SeatStatus } from '@tieline/protocol';
import type { ReactElement } from 'react';
import { join } from '../elements/join.ts';

export type Look = PresenceWord | SeatStatus;

const ring = <circle cx="6" cy="6" r="3.75" fill="none" stroke="currentColor" strokeWidth="2" />;
const disc = <circle cx="6" cy="6" r="5" fill="currentColor" />;

/** A shape and a colour for each word; the shapes alone tell them apart. */
const marks: Record<Look, { color: string; shape: ReactElement }> = {
  available: { color: 'text-good', shape: disc },
  online: { color: 'text-good', shape: disc },
  busy: {
    color: 'text-stop',
    shape: <rect x="1.25" y="1.25" width="9.5" height="9.5" rx="2" fill="currentColor" />,
  },
  away: {
    color: 'text-wait',
    shape: (
      <>
        <circle cx="6" cy="6" r="5" fill="currentColor" />
        <path
          d="M6 3v3.2l2 1.3"
          fill="none"
          stroke="var(--surface)"
          strokeWidth="1.5"
          strokeLinecap="round"
        />
      </>
    ),
  },
  'do-not-disturb': {
    color: 'text-stop',
    shape: (
      <>
        {disc}
        <path d="M3.5 6h5" stroke="var(--surface)" strokeWidth="1.8" strokeLinecap="round" />
      </>
    ),
  },
  invisible: {
    color: 'text-faint',
    shape: (
      <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="2.2 2" />
    ),
  },
  'on-break': {
    color: 'text-wait',
    shape: <path d="M3.6 2v8M8.4 2v8" stroke="currentColor" strokeWidth="2.8" strokeLinecap="round" />,
  },
  'work-offline': {
    color: 'text-faint',
    shape: <path d="M6 .8 11.2 6 6 11.2.8 6z" fill="currentColor" />,
  },
  'wrap-up': {
    color: 'text-work',
    shape: <path d="M6 1.2 11 10.4H1z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />,
  },
  offline: { color: 'text-faint', shape: ring },
  'logged-out': { color: 'text-faint', shape: ring },
};

/** Decoration: always beside the word, or with the word hidden for screen readers. */
export function PresenceMark({ word, className = 'size-2.5' }: { word: Look; className?: string }) {
  const mark = marks[word];
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true" className={join('shrink-0', mark.color, className)}>
      {mark.shape}
    </svg>
  );
}
