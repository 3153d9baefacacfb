/** Every rule of the product, by family. `RULES.md` says each in words; a test's title starts with the ID it proves. */
const families = {
  TEN: 3,
  SEAT: 2,
  START: 12,
  PRES: 10,
  DEL: 7,
  HIST: 8,
  CONT: 8,
  MSG: 9,
  NOTE: 5,
  SRCH: 4,
  SIG: 9,
  OPT: 6,
  MON: 10,
  RET: 4,
  ROOM: 7,
  CUST: 15,
  REP: 5,
  ADM: 3,
  EXPL: 4,
} as const;

type Family = keyof typeof families;
export type RuleId = `${Family}-${number}`;

/** Numbers of rules that no longer hold. They are never used for another. */
const withdrawn: ReadonlySet<RuleId> = new Set(['SIG-1', 'SIG-2']);

/** All rule IDs in the order of `RULES.md`, without those that were withdrawn. */
export const ruleIds: readonly RuleId[] = Object.entries(families)
  .flatMap(([family, count]) =>
    Array.from({ length: count }, (_, index) => `${family as Family}-${index + 1}` as const),
  )
  .filter((id) => !withdrawn.has(id));
