/** What a line of PostgreSQL's log means to the operator; `undefined` is nothing worth telling. */
export type LogVerdict = { readonly level: 'warn' | 'error'; readonly text: string } | undefined;

const LINE = /^([0-9A-Z]{5}) (WARNING|ERROR|LOG|FATAL|PANIC): {2}(.*)$/;
/** Out of resources, system errors (files, disk), damaged data, internal errors. */
const TROUBLE = /^(53|58|XX)/;
/** Starting up, shutting down, a connection ended, another postmaster on the folder: the course of things. */
const EXPECTED = /^(57P0|F0001)/;

/**
 * Decides whether a line (log_line_prefix `%e `: SQLSTATE, severity, text) is a real problem. Errors of statements
 * are the application's to report and may quote what users wrote, so that they stay out of the log.
 */
export function decideLogLine(line: string): LogVerdict {
  const match = LINE.exec(line);
  if (match === null) return undefined;
  const [, state = '', severity = '', text = ''] = match;
  if (severity === 'PANIC') return { level: 'error', text };
  if (TROUBLE.test(state) || (severity === 'FATAL' && !EXPECTED.test(state))) return { level: 'warn', text };
  if (severity === 'LOG' && /was terminated by signal|terminating any other active/.test(text)) {
    return { level: 'warn', text };
  }
  return undefined;
}
