const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Waits for a child, and passes on to it what this process is told meanwhile, so that nothing of it stays behind. Answers
 * how it ended; `told`: the signal that this process got.
 */
export function waitFor(child) {
  return new Promise((resolve, reject) => {
    let told = null;
    const pass = (signal) => {
      told = signal;
      child.kill(signal);
    };
    for (const signal of signals) process.on(signal, pass);
    const letGo = () => signals.forEach((signal) => process.off(signal, pass));
    child.once('error', (error) => {
      letGo();
      reject(error);
    });
    child.once('close', (code, signal) => {
      letGo();
      resolve({ code, signal, told });
    });
  });
}
