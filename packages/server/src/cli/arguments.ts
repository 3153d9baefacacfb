import { StartupFault } from '../startup-fault.ts';
import { nearestWord } from '../spelling/nearest-word.ts';

/** What was written on the command line is not understood. */
export class UsageFault extends StartupFault {}

interface Expected {
  readonly usage: string;
  /** Names of what has to be given, in order. */
  readonly words?: readonly string[];
  readonly options?: readonly string[];
}

interface Given {
  readonly words: readonly string[];
  readonly options: ReadonlySet<string>;
}

/** Takes the arguments of a command apart. @throws UsageFault that names the first one that is wrong or missing */
export function readArguments(args: readonly string[], { usage, words = [], options = [] }: Expected): Given {
  const given = args.filter((arg) => !arg.startsWith('-'));
  const named = args.filter((arg) => arg.startsWith('-'));
  const unknown = named.find((option) => !options.includes(option));
  if (unknown !== undefined) throw wrong(`There is no option "${unknown}"${meant(unknown, options)}`, usage);
  const missing = words[given.length];
  if (missing !== undefined) throw wrong(`${missing} is missing.`, usage);
  const more = given[words.length];
  if (more !== undefined) throw wrong(`"${more}" is one word too many.`, usage);
  return { words: given, options: new Set(named) };
}

/** The end of a sentence about a word that there is not. */
export function meant(word: string, words: readonly string[]): string {
  const near = nearestWord(word, words);
  return near === null ? '.' : `. Did you mean "${near}"?`;
}

function wrong(sentence: string, usage: string): UsageFault {
  return new UsageFault(`${sentence}\nUsage: npm run tieline -- ${usage}`);
}
