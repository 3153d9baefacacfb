// Hostile clients in a process of their own, so that what they cost is not what the other clients of a run wait for.
// node main-hostile.js '{"way": "pongs", "ms": 4000, "attacker": {...}}'; says at its end how often what came of it.
import { setPriority } from 'node:os';
import { type Attacker, attacks, type Tally } from './hostile/attacks.ts';

interface Wanted {
  readonly way: string;
  readonly ms: number;
  readonly attacker: Attacker;
}

const { way, ms, attacker } = JSON.parse(process.argv[2] ?? '{}') as Wanted;
const attack = attacks[way];
if (!attack) throw new Error(`There is no attack ${way}`);
// What it takes of the machine itself is nobody's fault.
setPriority(19);
const until = performance.now() + ms;
const tally: Tally = new Map();
await attack(attacker, () => performance.now() >= until, tally);
console.log(JSON.stringify(Object.fromEntries(tally)));
process.exit(0);
