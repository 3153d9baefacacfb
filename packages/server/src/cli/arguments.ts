import { StartupFault } from '../startup-fault.ts';
import { nearestWord } from '../spelling/nearest-word.ts';

/** The command line is not understood. */
export class UsageFault extends StartupFault {}

interface Syntax {
  readonly usage: string;
  /** The words that are required, in order, by their names. */
  readonly words?: readonly string[];
  readonly options?: readonly string[];
}

interface Arguments {
  readonly words: readonly string[];
  readonly options: ReadonlySet<string>;
}

/** Parses the arguments of a command. @throws UsageFault that names the first one that is wrong or missing */
export function readArguments(
  args: readonly string[],
  { usage, words = [], options = [] }: Syntax,
): Arguments {
  const actual = args.filter((arg) => !arg.startsWith('-'));
  const flags = args.filter((arg) => arg.startsWith('-'));
  const unknown = flags.find((option) => !options.includes(option));
  if (unknown !== undefined)
    throw usageFault(`There is no option "${unknown}"${suggestionFor(unknown, options)}`, usage);
  const missing = words[actual.length];
  if (missing !== undefined) throw usageFault(`${missing} is missing.`, usage);
  const extra = actual[words.length];
  if (extra !== undefined) throw usageFault(`"${extra}" is one word too many.`, usage);
  return { words: actual, options: new Set(flags) };
}

/** The end of a sentence about an unknown word: the similar word that was probably meant, if there is one. */
export function suggestionFor(word: string, words: readonly string[]): string {
  const suggestion = nearestWord(word, words);
  return suggestion === null ? '.' : `. Did you mean "${suggestion}"?`;
}

function usageFault(sentence: string, usage: string): UsageFault {
  return new UsageFault(`${sentence}\nUsage: npm run tieline -- ${usage}`);
}
