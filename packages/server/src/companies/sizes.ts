import { isScalar } from 'yaml';
import { type Fields, readOptional, sayAt } from './fields.ts';

const units = ['KB', 'MB', 'GB', 'TB'] as const;
const most = 1000;

/** Bytes of what is written as `100 MB`; a KB has 1024 of them. Null where it is no size. */
function bytesOf(written: string): number | null {
  const [, count, unit] = /^([1-9][0-9]{0,3}) ?(KB|MB|GB|TB)$/.exec(written) ?? [];
  const step = units.findIndex((one) => one === unit) + 1;
  return step > 0 && Number(count) <= most ? Number(count) * 1024 ** step : null;
}

/** The size under a key, in bytes; `byDefault` where it is not there. */
export function readSize(fields: Fields, key: string, byDefault: string): number {
  const node = readOptional(fields, key);
  const written = node === null ? byDefault : isScalar(node) ? String(node.value) : '';
  const bytes = bytesOf(written);
  if (bytes === null)
    sayAt(fields, key, `${key} must be a size of 1 to ${most} KB, MB, GB or TB, such as ${byDefault}`);
  return bytes ?? 0;
}

/** Bytes as the file has them, in the largest unit that fits. */
export function shownSize(bytes: number): string {
  const step = units.findLastIndex((_, at) => bytes % 1024 ** (at + 1) === 0 && bytes > 0);
  return step < 0 ? `${bytes} bytes` : `${bytes / 1024 ** (step + 1)} ${units[step]}`;
}
