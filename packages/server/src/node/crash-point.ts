/**
 * Places where a process that dies could lose or double a message, or leave one that points to nothing. Fault tests arm one of them from outside:
 * `TIELINE_CRASH_POINT=after-commit:200` kills this process when it passes for the 200th time.
 */
export type CrashPoint =
  'before-insert' | 'after-commit' | 'mid-fan-out' | 'file-claimed' | 'file-put' | 'file-ready';

const [armed, times] = (process.env['TIELINE_CRASH_POINT'] ?? '').split(':');
let left = Number(times ?? 1);

function passArmed(point: CrashPoint): void {
  if (point !== armed) return;
  left -= 1;
  if (left <= 0) process.kill(process.pid, 'SIGKILL');
}

/** Costs nothing where none is armed. */
export const passCrashPoint: (point: CrashPoint) => void = armed ? passArmed : () => undefined;
