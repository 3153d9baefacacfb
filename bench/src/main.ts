// Measures Tieline: npm run bench -- --help. What it does, and why so, stands in bench/README.md.
import { writeFile } from 'node:fs/promises';
import { parseOptions, usage } from './options.ts';
import { planOf } from './plan.ts';
import { endChildrenWithUs } from './programs/children.ts';
import { cautionsOf } from './results/cautions.ts';
import { sectionsOf } from './results/sections.ts';
import { writeResults } from './results/write-results.ts';
import { runPlan } from './run-plan.ts';
import { buildTieline } from './tieline/server.ts';

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) return console.log(usage);
  const options = parseOptions(args);
  endChildrenWithUs();
  await buildTieline();
  const command = ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
  const results = await runPlan(planOf(options), { command, quick: options.quick, peers: options.peers });
  for (const { title, text } of sectionsOf(results)) console.log(`\n${title}\n\n${text}`);
  for (const caution of cautionsOf(results)) console.log(`\nCaution: ${caution}`);
  if (options.json !== null) await writeFile(options.json, `${JSON.stringify(results, null, 2)}\n`);
  if (options.writeResults) await writeResults(results);
}

await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exitCode = 1;
});
