// `npm start` is npm, a shell, and this process. npm passes SIGINT and SIGTERM on to the shell alone, and dies of SIGHUP
// without a word; the shell dies and passes nothing on. So this process looks whether they are still there.
import { readFileSync } from 'node:fs';

const everyMs = 500;
const shells = /^(?:sh|ash|dash|bash|zsh|ksh|busybox)$/;

/** Asks this process to stop, as SIGTERM does, when npm is gone that has started it. Started otherwise, it does nothing. */
export function stopWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const before = launchers();
  const watch = setInterval(() => {
    if (launchers() === before) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, everyMs);
  watch.unref();
}

/** The parent, and where that is the shell of npm, its parent as well. */
function launchers() {
  const parent = process.ppid;
  const { name, above } = lookAt(parent);
  return shells.test(name) ? `${parent} ${above}` : String(parent);
}

/** Where there is no /proc, shells make way for what they run, and the parent is npm itself. */
function lookAt(pid) {
  try {
    const [, name = '', above = ''] =
      /\((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'latin1')) ?? [];
    return { name, above };
  } catch {
    return { name: '', above: '' };
  }
}
