const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  const existing = formatters.get(key);
  if (existing) return existing;
  const created = new Intl.DateTimeFormat(locale, options);
  formatters.set(key, created);
  return created;
}

/** The calendar day in the reader's own time zone, as `2026-11-22`. */
export function dayOf(at: string): string {
  const date = new Date(at);
  const pad = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** Whole calendar days from `at` to `now`; 0 is today, 1 yesterday. */
export function daysAgo(at: string, now: number): number {
  const midnight = (moment: number) => {
    const date = new Date(moment);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  };
  return Math.round((midnight(now) - midnight(Date.parse(at))) / 86_400_000);
}

export function clockTime(at: string, locale: string): string {
  return formatter(locale, { hour: '2-digit', minute: '2-digit' }).format(new Date(at));
}

/** The clock without its day period, for a narrow place beside a group that shows it in full. */
export function narrowTime(at: string, locale: string): string {
  const parts = formatter(locale, { hour: '2-digit', minute: '2-digit' }).formatToParts(new Date(at));
  return parts
    .filter((part) => part.type !== 'dayPeriod')
    .map((part) => part.value)
    .join('')
    .trim();
}

export function fullTime(at: string, locale: string): string {
  return formatter(locale, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(at));
}

/** The text of a day separator: today, yesterday, else weekday and date; the year where it is another one. */
export function dayLabel(
  at: string,
  now: number,
  locale: string,
  words: { today: string; yesterday: string },
): string {
  const ago = daysAgo(at, now);
  if (ago === 0) return words.today;
  if (ago === 1) return words.yesterday;
  const date = new Date(at);
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return formatter(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(date);
}

/** The short time of a list: the clock today, then the weekday, then the date. */
export function listTime(at: string, now: number, locale: string, words: { yesterday: string }): string {
  const ago = daysAgo(at, now);
  if (ago <= 0) return clockTime(at, locale);
  if (ago === 1) return words.yesterday;
  const date = new Date(at);
  if (ago < 7) return formatter(locale, { weekday: 'short' }).format(date);
  return formatter(locale, { day: '2-digit', month: '2-digit', year: '2-digit' }).format(date);
}

const sizeUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A size in bytes, in the unit that suits it. A kilobyte has 1024 of them, as in the limits of a company's file. */
export function sizeLabel(bytes: number, locale: string): string {
  const step = bytes < 1 ? 0 : Math.min(sizeUnits.length - 1, Math.floor(Math.log2(bytes) / 10));
  const unit = sizeUnits[step] ?? 'byte';
  const value = bytes / 1024 ** step;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    // The short form of a byte knows no plural.
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value);
}

/** How long something has lasted, as a running clock: `4:07`, `1:04:07`. */
export function runningClock(since: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1000));
  const pad = (part: number) => String(part).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}

export type Lasting =
  | { unit: 'now' }
  | { unit: 'minutes' | 'hours' | 'days'; count: number }
  | { unit: 'hoursMinutes'; hours: number; minutes: number };

/** How long something has lasted, in the two largest units that matter. */
export function lasting(since: string, now: number): Lasting {
  const minutes = Math.floor((now - Date.parse(since)) / 60_000);
  if (minutes < 1) return { unit: 'now' };
  if (minutes < 60) return { unit: 'minutes', count: minutes };
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) return { unit: 'days', count: Math.floor(hours / 24) };
  return minutes % 60 === 0
    ? { unit: 'hours', count: hours }
    : { unit: 'hoursMinutes', hours, minutes: minutes % 60 };
}
