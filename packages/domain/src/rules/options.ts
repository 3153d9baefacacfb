import type {
  ConversationKind,
  OptionName,
  OptionSettings,
  Options,
  OptionValue,
  Preset,
  Release,
} from '@tieline/protocol';
import type { RuleId } from '../rule-ids.ts';

/** One option of a company: the rule that it opens, and what it is unless the company says otherwise. */
interface OptionRow<Name extends OptionName> {
  readonly rule: RuleId;
  readonly classic: Options[Name];
  /** By the preset of this name. */
  readonly today: Options[Name];
}

/** OPT-1: what a company may open beyond the classic form. */
const optionTable: { readonly [Name in OptionName]: OptionRow<Name> } = {
  typing_across: { rule: 'OPT-2', classic: 'off', today: 'on' },
  agent_signals: { rule: 'OPT-3', classic: 'off', today: 'off' },
  agent_files: { rule: 'OPT-4', classic: 'off', today: 'on' },
  agent_presence_in_office: { rule: 'OPT-5', classic: 'online', today: 'coarse' },
  office_receipts: { rule: 'OPT-6', classic: 'on', today: 'on' },
};

/** The history that a preset brings along, whatever release the company names (OPT-1). */
const releaseOfPreset: Record<Preset, Release> = { today: '9.10' };

function valueOf<Name extends OptionName>(settings: OptionSettings, name: Name): Options[Name] {
  const row: OptionRow<Name> = optionTable[name];
  return settings.options[name] ?? (settings.preset === null ? row.classic : row[settings.preset]);
}

/** OPT-1: the options that hold for a company: what it says itself, else what its preset says, else the classic form. */
export function optionsOf(settings: OptionSettings): Options {
  return {
    typing_across: valueOf(settings, 'typing_across'),
    agent_signals: valueOf(settings, 'agent_signals'),
    agent_files: valueOf(settings, 'agent_files'),
    agent_presence_in_office: valueOf(settings, 'agent_presence_in_office'),
    office_receipts: valueOf(settings, 'office_receipts'),
  };
}

/** A company that says nothing of its options. */
export const unsetOptions: OptionSettings = {
  preset: null,
  options: {
    typing_across: null,
    agent_signals: null,
    agent_files: null,
    agent_presence_in_office: null,
    office_receipts: null,
  },
};

/** A company that sets nothing behaves as the article says (OPT-1). */
export const classicOptions: Options = optionsOf(unsetOptions);

/** OPT-1: the release whose history a company has. */
export function releaseOf({ preset }: OptionSettings, release: Release): Release {
  return preset === null ? release : releaseOfPreset[preset];
}

/** Options that show read receipts where they are on; one that goes on covers only what is read from then on. */
export const receiptOptions = ['agent_signals', 'office_receipts'] as const satisfies readonly OptionName[];
export type ReceiptOption = (typeof receiptOptions)[number];

const receiptOptionTable: { readonly [Kind in ConversationKind]: ReceiptOption | null } = {
  direct: 'office_receipts',
  room: 'office_receipts',
  expert: null,
  agent: 'agent_signals',
  customer: null,
};

/** OPT-3, OPT-6: the option that receipts in this kind of conversation hang on; null: on none. */
export function receiptOptionOf(kind: ConversationKind): ReceiptOption | null {
  return receiptOptionTable[kind];
}

/** OPT-6: which receipts a change of options turns on, so that none of them from before may be shown. */
export function receiptsTurnedOn(before: Options, after: Options): readonly ReceiptOption[] {
  return receiptOptions.filter((name) => before[name] === 'off' && after[name] === 'on');
}

/** EXPL-2: one option as it holds for a company, under its name, and where its value comes from. */
export interface OptionExplanation {
  readonly option: OptionName;
  readonly rule: RuleId;
  readonly value: OptionValue;
  readonly source: 'classic' | 'preset' | 'company';
}

const optionNames = Object.keys(optionTable) as OptionName[];

export function explainOptions(settings: OptionSettings): readonly OptionExplanation[] {
  return optionNames.map((option) => ({
    option,
    rule: optionTable[option].rule,
    value: valueOf(settings, option),
    source: settings.options[option] !== null ? 'company' : settings.preset !== null ? 'preset' : 'classic',
  }));
}
