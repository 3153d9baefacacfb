import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chartOf } from './chart.ts';
import { cautionsOf } from './cautions.ts';
import type { Results } from './results.ts';
import { sectionsOf } from './sections.ts';

/** Writes `bench/RESULTS.md` and the picture beside it. */
export async function writeResults(results: Results): Promise<void> {
  const folder = join(process.cwd(), 'bench');
  if (results.messages.length > 0) await writeFile(join(folder, 'results.svg'), chartOf(results.messages));
  await writeFile(join(folder, 'RESULTS.md'), reportOf(results));
}

function reportOf(results: Results): string {
  const { date, command, machine, versions } = results;
  const memory = `${Math.round(machine.memoryMb / 1024)} GB of RAM`;
  const known = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const paragraphs = [
    '# What was measured',
    `${date}, on ${machine.cores} cores (${machine.cpu}), ${memory}, ${machine.system}. ${known.join(', ')}.`,
    'Server, database and load generator share these cores. Every message was delivered exactly once, acknowledged where the protocol has that, and counted afterwards in the store of each system that has one. What the columns mean, and how it is done, stands in [README.md](README.md).',
    ...cautionsOf(results).map((caution) => `**${caution}**`),
    ...(results.messages.length > 0 ? ['![Messages a second, by system and load](results.svg)'] : []),
    ...sectionsOf(results).flatMap(({ title, text }) => [`## ${title}`, text]),
    '## Again',
    `\`\`\`sh\nnpm ci\n${command}\n\`\`\``,
  ];
  return `${paragraphs.join('\n\n')}\n`;
}
