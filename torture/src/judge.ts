import { collectTimelines } from './collect.ts';
import type { Finding, Journal } from './journal.ts';
import { judgeFreezes } from './oracle/judge-freezes.ts';
import { judgeHearings } from './oracle/judge-hearings.ts';
import { type Fates, judgeMessages } from './oracle/judge-messages.ts';
import { judgeOrder } from './oracle/judge-order.ts';
import { judgeTimelines } from './oracle/judge-timelines.ts';
import { loadTruth } from './oracle/truth.ts';
import type { Stage } from './stage.ts';

export interface Verdict {
  readonly fates: Fates;
  readonly findings: readonly Finding[];
  /** Messages that were shown to somebody, and timelines that were compared. */
  readonly shown: number;
  readonly compared: number;
}

/** Nobody's server needs so much; bytes. */
const mostMemory = 1024 * 1024 * 1024;

/** What may be said no to in a run: who is logged out for a while, an id used twice, access that is gone. */
const expectedNo =
  /^(DEL-1 |DEL-3 |DEL-6 |HIST-5 |START-\d+ |not-signed-in$|too-many-requests$|unavailable$|internal$)/;

/** Holds the journal of a run that has come to rest against the database. */
export async function judge(stage: Stage): Promise<Verdict> {
  const { journal, database, server } = stage;
  const before = await loadTruth(database);
  const timelines = await collectTimelines(stage, before);
  // Nothing was sent meanwhile, but mira's log-in may have changed how the console looks.
  const truth = await loadTruth(database);
  const messages = judgeMessages(journal.sent, truth);
  const hearings = judgeHearings(journal.sent, journal.hearings, stage.removals, truth);
  const parts = [
    messages,
    judgeOrder(journal.sent, truth),
    judgeFreezes(journal.sent, stage.freezes),
    hearings,
    judgeTimelines(timelines, truth),
  ];
  const memory: Finding[] =
    server.peakBytes() > mostMemory
      ? [{ verdict: 'memory', text: `the server took ${server.peakBytes()} bytes` }]
      : [];
  return {
    fates: messages.extra,
    findings: [
      ...journal.findings,
      ...parts.flatMap(({ findings }) => findings),
      ...memory,
      ...judgeCodes(journal),
    ],
    shown: hearings.extra.shown,
    compared: timelines.length,
  };
}

function judgeCodes({ codes }: Journal): Finding[] {
  return [...codes]
    .filter(([code]) => !expectedNo.test(code))
    .map(([code, count]) => ({ verdict: 'refused without reason', text: `${code}, ${count} times` }));
}
