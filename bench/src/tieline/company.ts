import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashPassword } from '@tieline/server';
import { runTieline } from './server.ts';

/** How many work in a company of the benchmark. Agents come in groups, in which everybody sees everybody. */
export interface Staff {
  readonly office: number;
  readonly agents: number;
  readonly agentsPerGroup: number;
}

export const slug = 'bench';
export const password = 'a password of the benchmark';

export function officeEmail(index: number): string {
  return `office-${index}@bench.example`;
}

export function agentEmail(index: number): string {
  return `agent-${index}@bench.example`;
}

/** Makes the company in a new database, the way an operator does: `tieline apply company.yaml`. */
export async function applyCompany(databaseUrl: string, staff: Staff): Promise<void> {
  const file = join(tmpdir(), `tieline-bench-company-${process.pid}.yaml`);
  await writeFile(file, companyFile(staff, await hashPassword(password)));
  try {
    await runTieline(databaseUrl, 'apply', file);
  } finally {
    await rm(file, { force: true });
  }
}

/** Everybody has the same password, so that it has to be hashed once only; to verify it costs as much as any. */
function companyFile({ office, agents, agentsPerGroup }: Staff, hash: string): string {
  const groups = Math.ceil(agents / agentsPerGroup);
  const head = ['company:', `  slug: ${slug}`, '  name: Bench', '  mode: 3', "  release: '9.10'", 'groups:'];
  const lines = [...head, ...indexes(groups).map((group) => `  - name: Group ${group}`)];
  if (groups === 0) lines.splice(-1);
  lines.push('people:');
  for (const index of indexes(office))
    lines.push(...person(officeEmail(index), `Office ${index}`, hash), '    office: {}');
  for (const index of indexes(agents)) {
    const group = `Group ${Math.floor(index / agentsPerGroup)}`;
    lines.push(...person(agentEmail(index), `Agent ${index}`, hash), `    agent: { groups: [${group}] }`);
  }
  return `${lines.join('\n')}\n`;
}

function person(email: string, name: string, hash: string): string[] {
  return [`  - email: ${email}`, `    name: ${name}`, `    password-hash: ${hash}`];
}

function indexes(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
