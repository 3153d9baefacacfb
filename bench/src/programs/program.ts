import { fileURLToPath } from 'node:url';
import type { InputOf, Offer, OutputOf, Returned } from './calls.ts';
import { endChild, startChild } from './children.ts';

/** A child program of the benchmark: one of the `main-*.ts` beside its entry. */
export interface Program<Offered extends Offer> {
  readonly pid: number;
  call<Name extends keyof Offered & string>(
    name: Name,
    ...input: InputOf<Offered, Name>
  ): Promise<OutputOf<Offered, Name>>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(output: unknown): void;
  reject(error: Error): void;
}

/** Where `main-<name>.ts` has been built to. */
export function programFile(name: string): string {
  return fileURLToPath(new URL(`./main-${name}.js`, import.meta.url));
}

/** Starts `main-<name>`. (Node itself raises its limit of open files to what the system allows.) */
export async function startProgram<Offered extends Offer>(name: string): Promise<Program<Offered>> {
  const child = await startChild(process.execPath, ['--enable-source-maps', programFile(name)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  child.on('message', (returned: Returned) => {
    const waiter = waiting.get(returned.call);
    waiting.delete(returned.call);
    if ('fault' in returned) waiter?.reject(new Error(`${name}: ${returned.fault}`));
    else waiter?.resolve(returned.output);
  });
  child.once('exit', (code, signal) => {
    const error = new Error(`The program ${name} ended with ${signal ?? `code ${code}`}`);
    for (const waiter of waiting.values()) waiter.reject(error);
    waiting.clear();
  });
  return {
    pid: child.pid,
    call: (method, ...input) =>
      new Promise((resolve, reject) => {
        calls += 1;
        waiting.set(calls, { resolve: (output) => resolve(output as never), reject });
        child.send({ call: calls, name: method, input });
      }),
    close: () => endChild(child),
  };
}
