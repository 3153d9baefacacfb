import { optionValues } from '@tieline/protocol';
import { describe, expect, it } from 'vitest';
import { optionSettings } from '../facts.fixture.ts';
import { classicOptions, explainOptions, optionsOf, receiptOptionOf, receiptsTurnedOn } from './options.ts';

const classic = {
  typing_across: 'off',
  agent_signals: 'off',
  agent_files: 'off',
  agent_presence_in_office: 'online',
  office_receipts: 'on',
};

describe('the options of a company', () => {
  it('[OPT-1] are the classic form where it says nothing', () => {
    expect(optionsOf(optionSettings())).toEqual(classic);
    expect(classicOptions).toEqual(classic);
  });

  it('[OPT-1, OPT-2, OPT-4, OPT-5] are opened by the preset as it says, and by nothing more', () => {
    expect(optionsOf(optionSettings({}, 'today'))).toEqual({
      typing_across: 'on',
      agent_signals: 'off',
      agent_files: 'on',
      agent_presence_in_office: 'coarse',
      office_receipts: 'on',
    });
  });

  it.each(
    Object.entries(optionValues).flatMap(([name, values]) => values.map((value) => [name, value] as const)),
  )('[OPT-1] are what the company says itself, whatever the preset: %s %s', (name, value) => {
    expect(optionsOf(optionSettings({ [name]: value }))).toMatchObject({ [name]: value });
    expect(optionsOf(optionSettings({ [name]: value }, 'today'))).toMatchObject({ [name]: value });
  });

  it('[EXPL-2, OPT-1] are explained under their names, with where each comes from', () => {
    expect(explainOptions(optionSettings({ agent_files: 'off', office_receipts: 'off' }, 'today'))).toEqual([
      { option: 'typing_across', rule: 'OPT-2', value: 'on', source: 'preset' },
      { option: 'agent_signals', rule: 'OPT-3', value: 'off', source: 'preset' },
      { option: 'agent_files', rule: 'OPT-4', value: 'off', source: 'company' },
      { option: 'agent_presence_in_office', rule: 'OPT-5', value: 'coarse', source: 'preset' },
      { option: 'office_receipts', rule: 'OPT-6', value: 'off', source: 'company' },
    ]);
    expect(explainOptions(optionSettings()).map(({ source }) => source)).toEqual(
      Array.from({ length: 5 }, () => 'classic'),
    );
  });

  it.each([
    ['office_receipts', 'off', 'on', ['office_receipts']],
    ['office_receipts', 'on', 'off', []],
    ['office_receipts', 'on', 'on', []],
    ['agent_signals', 'off', 'on', ['agent_signals']],
    ['agent_signals', 'on', 'off', []],
    ['typing_across', 'off', 'on', []],
  ] as const)('[OPT-6] %s from %s to %s turns receipts on by %j', (name, before, after, expected) => {
    const company = (value: 'on' | 'off') => optionsOf(optionSettings({ [name]: value }));
    expect(receiptsTurnedOn(company(before), company(after))).toEqual(expected);
  });

  it('[OPT-3, OPT-6] receipts hang on the option of those who are told', () => {
    const kinds = ['direct', 'room', 'expert', 'agent', 'customer'] as const;
    expect(kinds.map(receiptOptionOf)).toEqual([
      'office_receipts',
      'office_receipts',
      null,
      'agent_signals',
      null,
    ]);
  });
});
