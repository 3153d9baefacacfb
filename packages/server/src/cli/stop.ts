import { writeSync } from 'node:fs';
import type { Logger } from 'pino';

/** Signals that ask to stop: Ctrl-C, an operator or a supervisor, and a terminal that is closed. */
export const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Milliseconds after which it is said what a stop waits for, again and again. */
const patienceMs = 4000;
/** Ctrl-C under npm comes twice, from the terminal and from npm: the second one of a person comes later. */
const twiceMs = 1000;

/** The end of a server that somebody has asked for. */
export interface Stop {
  /** Resolves with the signal that asked. */
  readonly asked: Promise<NodeJS.Signals>;
  /** Names what is done now, for whoever waits for the end. */
  during(what: string): void;
  /** It is over: nobody waits any more. */
  done(): void;
}

/** @param atOnce what is done when somebody asks once more and does not want to wait; then the process ends */
export function createStop(log: Logger, atOnce: () => void): Stop {
  let current = 'start';
  let askedAt: number | null = null;
  let watch: NodeJS.Timeout | undefined;
  const asked = new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of signals) process.on(signal, () => hear(signal, resolve));
  });

  function hear(signal: NodeJS.Signals, resolve: (signal: NodeJS.Signals) => void): void {
    if (signal === 'SIGHUP' && !canStillSay()) log.level = 'silent';
    if (askedAt !== null) {
      if (performance.now() - askedAt < twiceMs) return;
      atOnce();
      process.exit(130);
    }
    askedAt = performance.now();
    watch = setInterval(() => log.warn({ waitingFor: current }, 'still stopping'), patienceMs);
    resolve(signal);
  }

  return {
    asked,
    during: (what) => void (current = what),
    done: () => clearInterval(watch),
  };
}

/** Whether the terminal is there that the log goes to: writing to one that is gone would end the process at once. */
function canStillSay(): boolean {
  try {
    writeSync(2, '\n');
    return true;
  } catch {
    return false;
  }
}
