// Every gate, two at a time, to the end: one failure does not hide the next.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = process.cwd();
const atOnce = 2;
// The slow ones first, so that the quick ones fill the gaps.
const gates = [
  'check:types',
  'check:promises',
  'check:format',
  'check:dead',
  'check:laws',
  'check:text',
  'check:lint',
  'rules',
  'check:size',
];

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const waiting = [...gates];
const failed = [];

await Promise.all(Array.from({ length: atOnce }, work));

const verdict = failed.length === 0 ? 'all passed' : `${failed.length} failed: ${failed.join(', ')}`;
console.log(`\n${gates.length} gates, ${verdict}`);
process.exitCode = failed.length > 0 ? 1 : 0;

async function work() {
  for (let gate = waiting.shift(); gate !== undefined; gate = waiting.shift()) {
    const started = performance.now();
    const { passed, output } = await run(scripts[gate]);
    if (!passed) failed.push(gate);
    report(gate, passed, output, (performance.now() - started) / 1000);
  }
}

/** Runs a script of package.json; `npm run` has put the tools on the path. */
function run(command) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, { cwd: root, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => (output += chunk);
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => resolve({ passed: code === 0, output: output.trim() }));
  });
}

/** A gate that passed is worth its last line; one that failed is shown whole. */
function report(gate, passed, output, seconds) {
  const heading = `${passed ? 'ok    ' : 'FAILED'}  ${gate}  (${seconds.toFixed(1)} s)`;
  if (passed) console.log(`${heading}  ${output.split('\n').at(-1)}`);
  else console.log(`\n${heading}\n${'-'.repeat(heading.length)}\n${output}\n`);
}
