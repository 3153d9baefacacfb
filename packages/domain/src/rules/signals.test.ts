import { type ConversationKind, conversationKinds, type Options } from '@tieline/protocol';
import { describe, expect, it } from 'vitest';
import { optionSettings, tenantOf } from '../facts.fixture.ts';
import type { Author } from './content.ts';
import { classicOptions, optionsOf, releaseOf } from './options.ts';
import { decideSignal, type Signal, type SignalFacts } from './signals.ts';
import { companies, signalRows } from './signals.table.fixture.ts';

const codes: Record<Signal, string> = { typing: 'no-typing-here', receipt: 'no-receipts-here' };
const authors: readonly Author[] = ['office', 'agent', 'customer'];
const signals: readonly Signal[] = ['typing', 'receipt'];

function optionsIn(company: (typeof companies)[number]): Options {
  switch (company) {
    case '9.9':
    case '9.10':
      return tenantOf(3, company).options;
    case 'preset: today':
      return optionsOf(optionSettings({}, 'today'));
    default: {
      const [name, value] = company.split(': ');
      return optionsOf(optionSettings({ [name as string]: value }));
    }
  }
}

const rows = signalRows
  .trim()
  .split('\n')
  .flatMap((line) => {
    const [places = '', outcomes = ''] = line.split('|');
    const [kind, signal, from, to] = places.trim().split(/\s+/) as [ConversationKind, Signal, Author, Author];
    return outcomes
      .trim()
      .split(/\s+/)
      .map((outcome, index) => ({ kind, signal, from, to, company: companies[index], outcome }));
  });

const between = (change: Partial<SignalFacts>): SignalFacts => ({
  ...{ signal: 'typing', kind: 'direct', options: classicOptions, relation: 'member', invisible: false },
  ...{ from: 'office', to: 'office' },
  ...change,
});

describe('the table of signals', () => {
  it('[SIG-4, SIG-5, SIG-6, SIG-7] has a line for every pair that meets, with a column for every company', () => {
    expect(rows).toHaveLength(14 * companies.length);
    expect(rows.every(({ company }) => company !== undefined)).toBe(true);
  });

  it.each(rows)(
    '[SIG-4, SIG-5, SIG-6, SIG-7, OPT-1, OPT-2, OPT-3, OPT-6] $kind, $signal of $from to $to, $company: $outcome',
    ({ kind, signal, from, to, company, outcome }) => {
      const options = optionsIn(company ?? '9.9');
      const rule = outcome.replace(/[()]/g, '');
      const expected = outcome.startsWith('(')
        ? { allowed: false, rule, code: codes[signal] }
        : { allowed: true, rule };
      expect(decideSignal(between({ kind, signal, options, from, to }))).toEqual(expected);
    },
  );

  it.each(conversationKinds)('[SIG-5] passes between no others, whatever is opened: %s', (kind) => {
    const all = optionsOf(optionSettings({ typing_across: 'on', agent_signals: 'on' }, 'today'));
    const listed = new Set(rows.map((row) => `${row.kind} ${row.signal} ${row.from} ${row.to}`));
    const others = authors.flatMap((from) =>
      authors.flatMap((to) =>
        signals
          .filter((signal) => !listed.has(`${kind} ${signal} ${from} ${to}`))
          .map((signal) => between({ kind, signal, from, to, options: all })),
      ),
    );
    expect(others.length).toBeGreaterThan(0);
    for (const facts of others) expect(decideSignal(facts)).toMatchObject({ allowed: false, rule: 'SIG-5' });
  });
});

describe.each(signals)('a signal that passes: %s', (signal) => {
  const opened = optionsOf(optionSettings({ typing_across: 'on', agent_signals: 'on' }));

  it.each(['direct', 'room', 'expert'] as const)('[SIG-9] is kept back of somebody invisible: %s', (kind) => {
    const typing = between({
      signal: 'typing',
      kind,
      options: opened,
      to: kind === 'expert' ? 'agent' : 'office',
    });
    expect(decideSignal(typing).allowed).toBe(true);
    const kept = { allowed: false, rule: 'SIG-9', code: 'invisible-sends-nothing' };
    expect(decideSignal({ ...typing, signal, invisible: true })).toEqual(kept);
  });

  it.each(['agent', 'customer'] as const)('[SIG-3] is not caused by looking on: %s', (kind) => {
    const facts = between({
      ...{ signal, kind, options: opened },
      ...{ from: 'agent', to: kind },
    });
    expect(decideSignal(facts).allowed).toBe(true);
    const no = { allowed: false, rule: 'SIG-3', code: codes[signal] };
    expect(decideSignal({ ...facts, relation: 'monitor' })).toEqual(no);
  });

  it('[HIST-7] is not caused by reading the archive of the own agent seat', () => {
    const facts = between({ signal, kind: 'agent', options: opened, from: 'agent', to: 'agent' });
    expect(decideSignal(facts).allowed).toBe(true);
    const no = { allowed: false, rule: 'HIST-7', code: codes[signal] };
    expect(decideSignal({ ...facts, relation: 'archive' })).toEqual(no);
  });
});

describe('the release', () => {
  it('[OPT-1] is what the company says, and 9.10 with the preset', () => {
    expect([releaseOf(optionSettings(), '9.9'), releaseOf(optionSettings(), '9.10')]).toEqual([
      '9.9',
      '9.10',
    ]);
    expect(releaseOf(optionSettings({}, 'today'), '9.9')).toBe('9.10');
  });
});
