import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isNode,
  isScalar,
  Lexer,
  LineCounter,
  type Node,
  Parser,
  visit,
  type YAMLError,
} from 'yaml';
import { createReport, type FileError, type Place, type Report } from './file-error.ts';

/** A file's only document, and where each of its nodes stands. */
export interface YamlFile {
  readonly root: Node;
  placeOf(node: Node): Place;
}

export type YamlAnswer =
  | { readonly ok: true; readonly yaml: YamlFile }
  | { readonly ok: false; readonly errors: readonly FileError[] };

/** A company file is 8 deep. The library composes recursively, so much deeper nesting would overflow the stack. */
const deepest = 40;

/** A file with more errors is no YAML, and reporting each would take minutes. */
const mostFaults = 100;

/** Without `uniqueKeys`, which takes quadratic time: duplicate keys are found when a mapping is read. */
const composing = {
  version: '1.2',
  schema: 'core',
  merge: false,
  uniqueKeys: false,
  logLevel: 'silent',
} as const;

/**
 * Reads YAML without what a company file has no need of: aliases (a few lines of them unfold into gigabytes), tags,
 * directives (they change what words mean) and further documents. Nothing is unfolded or evaluated.
 */
export function parseYaml(text: string): YamlAnswer {
  const report = createReport();
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const tokens = readTokens(text, lines, report, placeAt);
  if (tokens === null) return { ok: false, errors: report.errors() };
  // Directives are refused above; the composer need not know them.
  const documents = [
    ...new Composer(composing).compose(tokens.filter((token) => token.type !== 'directive')),
  ];
  for (const document of documents) refuseFaulty(document, report, placeAt);
  const [first, second] = documents;
  if (second)
    report.say(placeAt(second.range[0]), 'a second document begins here: a file describes one company');
  const errors = report.errors();
  if (errors.length > 0) return { ok: false, errors };
  const root = first?.contents ?? null;
  if (!isNode(root) || (isScalar(root) && root.value === null)) {
    return { ok: false, errors: [{ place: null, sentence: 'the file is empty' }] };
  }
  return { ok: true, yaml: { root, placeOf: (node) => placeAt(node.range?.[0] ?? 0) } };
}

/** The syntax tree, before anything is composed of it. null: it is so deep that it must not be. */
function readTokens(
  text: string,
  lines: LineCounter,
  report: Report,
  placeAt: (offset: number) => Place,
): CST.Token[] | null {
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  const stop = (sentence: string) => {
    report.say(placeAt(parser.offset), sentence);
    return null;
  };
  let faults = 0;
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (token.type === 'error') faults += 1;
      if (token.type !== 'directive') continue;
      report.say(placeAt(token.offset), 'a company file has no directives: leave the lines with % out');
    }
    if (faults > mostFaults) return stop('this is not YAML: there are too many errors up to here');
    if (parser.stack.length > deepest) return stop('lists and mappings are nested too deeply here');
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

function refuseFaulty(document: Document, report: Report, placeAt: (offset: number) => Place): void {
  const told = new Set<number>();
  for (const error of document.errors) {
    const place = placeAt(error.pos[0]);
    // Further errors on the same line mostly have the same cause.
    if (!told.has(place.line)) report.say(place, sentenceOf(error));
    told.add(place.line);
  }
  const refuse = (node: Node, what: string) =>
    report.say(placeAt(node.range?.[0] ?? 0), `a company file has no ${what}: write the value itself`);
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) refuse(node, 'aliases (*)');
      else if (node.anchor !== undefined) refuse(node, 'anchors (&)');
      else if (node.tag !== undefined) refuse(node, 'tags (!)');
    },
  });
}

/** Replaces messages of the library that quote the file, which may be a password. */
function sentenceOf(error: YAMLError): string {
  switch (error.code) {
    case 'BAD_INDENT':
    case 'MISSING_CHAR':
      return `this is not valid YAML: ${error.message}`;
    case 'TAB_AS_INDENT':
      return 'this line is indented with a tab: YAML takes spaces only';
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return 'this is not valid YAML: put a value with a colon into quotes, and check the indentation';
    case 'BAD_SCALAR_START':
      return 'a value that begins with @ or ` has to be in quotes';
    case 'BAD_DQ_ESCAPE':
      return 'this is no escape of YAML: write \\\\ for a backslash, or use single quotes';
    default:
      return 'this is not valid YAML: check quotes, brackets, dashes and the indentation';
  }
}
