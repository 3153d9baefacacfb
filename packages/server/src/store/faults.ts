import { Busy } from '../concurrency/admission.ts';

/** No connection could be had, so that nothing was asked of the database: whatever it was, it did not happen. */
export class DatabaseUnreached extends Error {
  constructor(cause: unknown) {
    super('The database cannot be reached', { cause });
  }
}

/** The line was lost in the middle of a transaction: it may have been committed, if that was asked for already. */
export class ConnectionLost extends Error {
  constructor(cause: unknown) {
    super('The connection to the database was lost', { cause });
  }
}

const lostConnection = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  '57P01',
  '57P02',
  '57P03',
]);
const outOfResources = new Set(['57014', '53300', '53100', '53200', '40001', '40P01', '55P03', '25006']);

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** The line to the database is gone, or it never answered: what was asked last may have been done or not. */
export function isConnectionFault(error: unknown): boolean {
  return (
    error instanceof ConnectionLost ||
    lostConnection.has(codeOf(error)) ||
    // The class of connection exceptions.
    codeOf(error).startsWith('08') ||
    (error instanceof Error &&
      /connection terminated|connection error|timeout exceeded|read timeout|not queryable/i.test(
        error.message,
      ))
  );
}

/** Whether the same work may succeed later: the database is away, restarting, full or too busy. */
export function isPassingFault(error: unknown): boolean {
  return (
    error instanceof Busy ||
    error instanceof DatabaseUnreached ||
    isConnectionFault(error) ||
    outOfResources.has(codeOf(error))
  );
}

/** A row of this constraint was there already. */
export function isTaken(error: unknown, constraint: string): boolean {
  return codeOf(error) === '23505' && (error as { constraint?: unknown }).constraint === constraint;
}
