/**
 * How the benchmark talks to its child programs: a program offers functions, the parent calls them by name over the
 * IPC channel of node, one JSON message each way.
 */
export type Offer = Readonly<Record<string, (...input: never[]) => unknown>>;
export type InputOf<Offered extends Offer, Name extends keyof Offered> = Parameters<Offered[Name]>;
export type OutputOf<Offered extends Offer, Name extends keyof Offered> = Awaited<ReturnType<Offered[Name]>>;

export interface Call {
  readonly call: number;
  readonly name: string;
  readonly input: readonly unknown[];
}

export type Returned =
  { readonly call: number; readonly output: unknown } | { readonly call: number; readonly fault: string };

/** In the child: answers the parent's calls until the parent goes away. */
export function offer(offered: Offer): void {
  const functions = offered as Readonly<Record<string, (...input: readonly unknown[]) => unknown>>;
  process.on('message', (message: Call) => void answer(functions, message));
  // Without its parent a program has nothing to live for.
  process.on('disconnect', () => process.exit(1));
  // Ctrl-C reaches the whole group; the parent decides what ends when.
  process.on('SIGINT', () => undefined);
}

async function answer(
  functions: Readonly<Record<string, (...input: readonly unknown[]) => unknown>>,
  message: Call,
): Promise<void> {
  const { call, name, input } = message;
  try {
    reply({ call, output: await functions[name]?.(...input) });
  } catch (error) {
    reply({ call, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

function reply(returned: Returned): void {
  process.send?.(returned);
}
