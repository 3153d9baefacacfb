import { DatabaseFault } from './database-fault.ts';

/** Another process owns the database of this folder; its database is left alone. */
export class FolderInUse extends DatabaseFault {
  constructor(folder: string) {
    super(`The data folder ${folder} is already in use by another running Tieline.`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'a file of that name is in the way',
  ENOENT: 'a part of its path does not exist',
};

/** The `code` of a Node or PostgreSQL error (`EACCES`, `57P03`), '' where there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** The text of whatever was thrown. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The fault for a file system error met while using `folder`. */
export function folderFault(folder: string, error: unknown): DatabaseFault {
  if (error instanceof DatabaseFault) return error;
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFullFault(folder, error);
  const reason = REASONS[code] ?? textOf(error);
  return new DatabaseFault(`The data folder ${folder} cannot be created or written: ${reason}.`, {
    cause: error,
  });
}

/** The fault for a full disk or an exhausted quota. */
export function diskFullFault(folder: string, cause?: unknown): DatabaseFault {
  return new DatabaseFault(`There is no space left on the disk that holds the data folder ${folder}.`, {
    cause,
  });
}

const CLOSING_WORDS =
  /removing (data directory|contents)|not removed at user's request|child process exited|^\t/;

/** The line of a failed program's stderr that says why: the last one that is not mere clean-up. */
export function lastWord(lines: readonly string[]): string {
  const telling = lines
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !CLOSING_WORDS.test(line));
  const fatal = telling.findLast((line) => /FATAL|PANIC/.test(line));
  const line = fatal ?? telling.at(-1) ?? 'it said nothing';
  return line.replace(/^[0-9A-Z]{5} (?=[A-Z]+: )/, '').replace(/\.$/, '');
}

/** Whether a program's stderr tells of a full disk. */
export function saysDiskFull(lines: readonly string[]): boolean {
  return lines.some((line) => /No space left on device|Disk quota exceeded/.test(line));
}
