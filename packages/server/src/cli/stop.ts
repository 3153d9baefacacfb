import { writeSync } from 'node:fs';
import type { Logger } from 'pino';

/** Signals that ask to stop: Ctrl-C, an operator or a supervisor, and a terminal that is closed. */
export const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Milliseconds between two lines of the log that say what a stop waits for. */
const reportEveryMs = 4000;
/** Under npm a Ctrl-C comes twice, from the terminal and from npm. A signal within this time is such a duplicate. */
const duplicateMs = 1000;

/** The stop of a server, which a signal requests. */
export interface Stop {
  /** Resolves with the signal. */
  readonly requested: Promise<NodeJS.Signals>;
  /** Names what the stop waits for now. */
  setStep(step: string): void;
  /** The server has stopped. */
  finish(): void;
}

/** @param stopAtOnce called before the process exits at once, which a second signal requests */
export function createStop(log: Logger, stopAtOnce: () => void): Stop {
  let currentStep = 'start';
  let requestedAt: number | null = null;
  let reporter: NodeJS.Timeout | undefined;
  const requested = new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of signals) process.on(signal, () => handle(signal, resolve));
  });

  function handle(signal: NodeJS.Signals, resolve: (signal: NodeJS.Signals) => void): void {
    if (signal === 'SIGHUP' && !hasTerminal()) log.level = 'silent';
    if (requestedAt !== null) {
      if (performance.now() - requestedAt < duplicateMs) return;
      stopAtOnce();
      process.exit(130);
    }
    requestedAt = performance.now();
    reporter = setInterval(() => log.warn({ waitingFor: currentStep }, 'still stopping'), reportEveryMs);
    resolve(signal);
  }

  return {
    requested,
    setStep: (step) => void (currentStep = step),
    finish: () => clearInterval(reporter),
  };
}

/** Whether the terminal of the log is still open: writing to a closed one would end the process at once. */
function hasTerminal(): boolean {
  try {
    writeSync(2, '\n');
    return true;
  } catch {
    return false;
  }
}
