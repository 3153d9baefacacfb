import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';

/** Every process that the benchmark has started, and none else. */
const living = new Set<ChildProcess>();
let isStopping = false;

export type Child = ChildProcess & { readonly pid: number };

/** Starts a program. @throws where it cannot be started, or the benchmark is being stopped. */
export async function startChild(
  file: string,
  args: readonly string[],
  options: SpawnOptions,
): Promise<Child> {
  if (isStopping) throw new Error('The benchmark was stopped');
  const child = spawn(file, args, options);
  await once(child, 'spawn');
  living.add(child);
  child.once('exit', () => living.delete(child));
  return child as Child;
}

/** Asks a child to end, and makes it end where it does not. */
export async function endChild(child: ChildProcess, patienceMs = 10_000): Promise<void> {
  if (!isAlive(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const cut = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await ended;
  clearTimeout(cut);
}

export function isAlive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

/** Runs a program to its end. @throws unless it succeeds. */
export async function runChild(file: string, args: readonly string[], options: SpawnOptions): Promise<void> {
  const child = await startChild(file, args, options);
  await once(child, 'exit');
  if (child.exitCode !== 0) throw new Error(`${[file, ...args].join(' ')} ended with ${child.exitCode}`);
}

/**
 * Ctrl-C: whoever waits for one of the children finds it gone, fails, and puts its things away. No further one is
 * started. What is left at the very end, after a second Ctrl-C, is ended by force.
 */
export function endChildrenWithUs(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (isStopping) process.exit(130);
      isStopping = true;
      for (const child of living) child.kill('SIGTERM');
    });
  process.on('exit', () => {
    for (const child of living) child.kill('SIGKILL');
  });
}
