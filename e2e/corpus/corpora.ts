import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { own, unsendable } from './own.fixture.ts';

/** Strings that others have collected lie beside the project, where they are there: arrays of strings in JSON. */
const shared = new URL('../../../shared/corpus/', import.meta.url);
const wanted = /^(xss|redirect|blns.*)\.json$/;

/** How many strings each place is shown by `npm test`; `npm run test:corpus` shows all. */
const few = 40;
export const isWhole = process.env['TIELINE_CORPUS'] === 'whole';

/** The hostile strings of this run, each once. */
export function loadCorpus(): readonly string[] {
  const all = [...new Set([...own, ...loadShared(), ...unsendable])];
  // Of a few, each tells of a different kind: so they are taken from all over.
  return isWhole ? all : all.filter((_, at) => at % Math.ceil(all.length / few) === 0);
}

function loadShared(): string[] {
  const names = existsSync(shared) ? readdirSync(shared).filter((name) => wanted.test(name)) : [];
  return names.flatMap((name) => JSON.parse(readFileSync(new URL(name, shared), 'utf8')) as string[]);
}
