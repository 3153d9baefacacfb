import Type, { type Static, type TSchema, type TUnsafe } from 'typebox';

/** A union of string literals as one JSON Schema `enum`, with its TypeScript type. */
export function words<const Words extends readonly string[]>(
  list: Words,
  options: { readonly description?: string } = {},
): TUnsafe<Words[number]> {
  return Type.Unsafe<Words[number]>({ type: 'string', enum: [...list], ...options });
}

/** A value or null, as JSON has it. */
export function nullable<Schema extends TSchema>(schema: Schema): TUnsafe<Static<Schema> | null> {
  return Type.Unsafe<Static<Schema> | null>({
    anyOf: [schema, { type: 'null' }],
  });
}

/** The two sides of the house; a seat is one license on one of them. */
export const seatKinds = ['office', 'agent'] as const;
export const SeatKind = words(seatKinds);
export type SeatKind = Static<typeof SeatKind>;

/** What a seat (or a customer, or a supervisor looking on) is used from. */
export const surfaces = ['office', 'console', 'widget', 'monitor'] as const;
export const Surface = words(surfaces);
export type Surface = Static<typeof Surface>;

/** The surfaces that a person signs in to. On the others nobody has a session yet. */
export const signInSurfaces = ['office', 'console'] as const satisfies readonly Surface[];
export const SignInSurface = words(signInSurfaces);
export type SignInSurface = Static<typeof SignInSurface>;

export const conversationKinds = ['direct', 'room', 'expert', 'agent', 'customer'] as const;
export const ConversationKind = words(conversationKinds);
export type ConversationKind = Static<typeof ConversationKind>;

/** The lists of entries that somebody may contact. */
export const rosters = ['office', 'agents', 'directory'] as const;
export const Roster = words(rosters);
export type Roster = Static<typeof Roster>;

/** What an office user may set (PRES-1). */
export const officeStatuses = ['available', 'busy', 'away', 'do-not-disturb', 'invisible'] as const;
export type OfficeStatus = (typeof officeStatuses)[number];

/** What an agent may set or be put into (PRES-4). */
export const agentStatuses = ['available', 'on-break', 'work-offline', 'busy', 'wrap-up'] as const;
export type AgentStatus = (typeof agentStatuses)[number];

export const seatStatuses = [
  'available',
  'busy',
  'away',
  'do-not-disturb',
  'invisible',
  'on-break',
  'work-offline',
  'wrap-up',
] as const;
export const SeatStatus = words(seatStatuses);
export type SeatStatus = Static<typeof SeatStatus>;

/** Every word that a viewer can be shown about somebody. Which of them is decided by the viewer's roster. */
export const presenceWords = [
  'available',
  'busy',
  'away',
  'do-not-disturb',
  'offline',
  'online',
  'on-break',
  'work-offline',
  'wrap-up',
  'logged-out',
] as const;
export const PresenceWord = words(presenceWords);
export type PresenceWord = Static<typeof PresenceWord>;

export const modes = [1, 2, 3] as const;
export type Mode = (typeof modes)[number];

export const releases = ['9.9', '9.10'] as const;
export const Release = words(releases);
export type Release = Static<typeof Release>;

/** What a company may open beyond the classic form, each option with its values (OPT). */
export const optionValues = {
  typing_across: ['off', 'on'],
  agent_signals: ['off', 'on'],
  agent_files: ['off', 'on'],
  agent_presence_in_office: ['online', 'coarse'],
  office_receipts: ['off', 'on'],
} as const;
export type OptionName = keyof typeof optionValues;
export const OptionName = words(Object.keys(optionValues) as OptionName[]);
/** The options as they hold for a company. */
export type Options = { readonly [Name in OptionName]: (typeof optionValues)[Name][number] };
export type OptionValue = Options[OptionName];
export const OptionValue = words(['off', 'on', 'online', 'coarse'] satisfies OptionValue[]);

/** A name for several options at once (OPT-1). */
export const presets = ['today'] as const;
export type Preset = (typeof presets)[number];

/** What a company says of its options; null: nothing. */
export interface OptionSettings {
  readonly preset: Preset | null;
  readonly options: { readonly [Name in OptionName]: Options[Name] | null };
}

/** Why an interaction came to its end (HIST-5). */
export const interactionEnds = ['ended-by-agent', 'logged-out'] as const;
export const InteractionEnd = words(interactionEnds);
export type InteractionEnd = Static<typeof InteractionEnd>;

/** A monitoring or transcript setting of a tenant, group or queue (MON-3). */
export const policySettings = ['on', 'off', 'inherit'] as const;
export type PolicySetting = (typeof policySettings)[number];
