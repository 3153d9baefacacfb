import type { Options, Preset, Release } from '@tieline/protocol';

interface Company {
  readonly release?: Release;
  readonly preset?: Preset;
  readonly options?: Partial<Options>;
}

/** What companies open, in the order of the columns below. */
export const companies: readonly (readonly [name: string, company: Company])[] = [
  ['9.9', { release: '9.9' }],
  ['9.10', { release: '9.10' }],
  ['typing_across', { options: { typing_across: 'on' } }],
  ['agent_signals', { options: { agent_signals: 'on' } }],
  ['agent_files', { options: { agent_files: 'on' } }],
  ['coarse presence', { options: { agent_presence_in_office: 'coarse' } }],
  ['no office_receipts', { options: { office_receipts: 'off' } }],
  ['preset today', { preset: 'today' }],
];

type Side = 'office' | 'console';
type Name = 'erik' | 'mei' | 'noor' | 'ada' | 'bea' | 'grace';
export type At = readonly [name: Name, side: Side];

/**
 * Who signals to whom, and what of it is heard in each company, by hand: `t` typing, `r` receipts, `-` nothing at
 * all, not even an empty frame.
 */
export const pairs: readonly (readonly [from: At, to: At, heard: string])[] = [
  // 9.9 9.10 typing_across agent_signals agent_files coarse no-office_receipts today
  [['erik', 'office'], ['mei', 'office'], 'tr tr tr tr tr tr t tr'],
  // The office seats of people who are agents too are seats of the office.
  [['noor', 'office'], ['mei', 'office'], 'tr tr tr tr tr tr t tr'],
  [['mei', 'office'], ['noor', 'office'], 'tr tr tr tr tr tr t tr'],
  [['erik', 'office'], ['ada', 'console'], '- - t - - - - t'],
  [['ada', 'console'], ['erik', 'office'], '- - t - - - - t'],
  [['erik', 'office'], ['noor', 'console'], '- - t - - - - t'],
  [['noor', 'console'], ['erik', 'office'], '- - t - - - - t'],
  [['ada', 'console'], ['bea', 'console'], '- - - tr - - - -'],
  [['ada', 'console'], ['noor', 'console'], '- - - tr - - - -'],
  [['grace', 'console'], ['ada', 'console'], '- - - tr - - - -'],
];
