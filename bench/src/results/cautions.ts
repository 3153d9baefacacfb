import type { Results } from './results.ts';

/** Hundredths of a core that others may take before the figures of a run are not worth much. */
const tolerable = 20;

/** Why the figures of a run are not to be quoted; none where nothing speaks against it. */
export function cautionsOf({ quick, messages }: Results): string[] {
  const others = messages.flatMap(({ rounds }) => rounds.map(({ cpu }) => cpu['others'] ?? 0));
  const [least, most] = [Math.min(...others), Math.max(...others)];
  const cautions: string[] = [];
  if (quick) cautions.push('A quick look: shorter and smaller than what the targets speak of.');
  if (others.length > 0 && most > tolerable)
    cautions.push(
      `The machine was busy with other things: they took ${least.toFixed(0)} to ${most.toFixed(0)} % of a core, not the same from one measurement to the next. Ratios and targets of this run are not to be relied upon.`,
    );
  return cautions;
}
