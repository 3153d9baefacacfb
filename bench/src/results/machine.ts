import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem } from 'node:os';

export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryMb: number;
  readonly system: string;
}

export function readMachine(): Machine {
  const all = cpus();
  return {
    cores: all.length,
    cpu: all[0]?.model ?? 'unknown',
    memoryMb: Math.round(totalmem() / 1024 / 1024),
    system: `Linux ${release()}`,
  };
}

/** The commit that was measured; with a plus where files differ from it. */
export function readCommit(): string {
  const commit = output('git', 'rev-parse', '--short', 'HEAD');
  return output('git', 'status', '--porcelain') === '' ? commit : `${commit}+`;
}

export function readPackageVersion(name: string): string {
  return output('dpkg-query', '-W', '-f', '${Version}', name);
}

/** Empty where the program cannot answer: a version that is not known is no reason to lose the figures. */
function output(file: string, ...args: readonly string[]): string {
  try {
    return execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}
