/** Every rule of the product, by family. `RULES.md` says each in words; a test's title starts with the ID it proves. */
const families = {
  TEN: 3,
  SEAT: 2,
  START: 12,
  PRES: 9,
  DEL: 7,
  HIST: 8,
  CONT: 8,
  SIG: 3,
  MON: 8,
  ROOM: 3,
  CUST: 7,
  EXPL: 3,
} as const;

type Family = keyof typeof families;
export type RuleId = `${Family}-${number}`;

/** All rule IDs in the order of `RULES.md`. */
export const ruleIds: readonly RuleId[] = Object.entries(families).flatMap(([family, count]) =>
  Array.from({ length: count }, (_, index) => `${family as Family}-${index + 1}` as const),
);
