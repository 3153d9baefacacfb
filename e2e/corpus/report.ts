import { writeFileSync } from 'node:fs';
import type { Outcome } from './place.ts';
import { type Findings, noFindings } from './watch.ts';

/** What became of a whole run. */
export interface Report {
  add(outcome: Outcome, findings: Findings): void;
  /** Leaves it in the file that `TIELINE_CORPUS_REPORT` names, for who prints it. */
  write(totals: { readonly strings: number; readonly places: number }): void;
}

export function createReport(): Report {
  const sums = { shown: 0, rendered: 0, refused: 0 };
  const all = noFindings();
  return {
    add: ({ rendered, refused }, findings) => {
      sums.shown += 1;
      sums.rendered += rendered;
      sums.refused += refused;
      for (const kind of kindsOf(findings)) all[kind].push(...findings[kind]);
    },
    write: ({ strings, places }) => {
      const path = process.env['TIELINE_CORPUS_REPORT'];
      if (path === undefined) return;
      const counts = Object.fromEntries(kindsOf(all).map((kind) => [kind, all[kind].length]));
      writeFileSync(path, JSON.stringify({ strings, places, ...sums, ...counts }));
    },
  };
}

function kindsOf(findings: Findings): (keyof Findings)[] {
  return Object.keys(findings) as (keyof Findings)[];
}
