import pino from 'pino';
import pretty from 'pino-pretty';
import type { LogLevel } from '../config.ts';

/**
 * An error without what PostgreSQL adds to it: its `detail` repeats values, and a value may be somebody's message.
 */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const code: unknown = 'code' in error ? error.code : undefined;
  return { name: error.name, message: error.message, code, stack: error.stack };
}

/** Structured logs on stderr: lines of JSON, or coloured ones where a person watches. */
export function createLogger(level: LogLevel): pino.Logger {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
    redact: ['password', 'token', 'secret', 'cookie', 'authorization', '*.password', '*.token', '*.secret'],
  };
  return process.stderr.isTTY
    ? pino(options, pretty({ destination: 2, sync: true, translateTime: 'HH:MM:ss', singleLine: true }))
    : pino(options, pino.destination(2));
}
