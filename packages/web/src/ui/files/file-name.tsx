import { join } from '../elements/join.ts';
import { cutName } from './cut-name.ts';

/** The name of a file in one line. Where there is no room it is cut in the middle: how it ends says what it is. */
export function FileName({ name, className }: { name: string; className?: string }) {
  const [start, end] = cutName(name);
  return (
    <span translate="no" dir="auto" title={name} className={join('flex w-fit max-w-full min-w-0', className)}>
      <span className="truncate whitespace-pre">{start}</span>
      {end === '' ? null : <span className="clip-marks shrink-0 whitespace-pre">{end}</span>}
    </span>
  );
}
