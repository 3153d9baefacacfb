// The laws that no import can break: SQL outside the store (law 3), names that say nothing (law 5).
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { isCode, listFiles } from './source-files.mjs';

const root = process.cwd();

const empty = /^(.*-)?(utils?|helpers?|managers?|services?|misc|common)$/;
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;

// The testkit makes databases, and flows look into them from outside.
const speaksSql = /^packages\/(server\/src\/(store|flows)|(embedded-postgres|testkit)\/src)\//;
// The screens have no way to a database, and their texts say things like "Select people from the list".
const cannotSpeakSql = /^packages\/(web|widget)\//;

// A table, or the hole of a template where a table would stand. English puts an article there.
const table = String.raw`(?!(?:an?|the|this|that|your|one|its?)\b)["\w.]+`;
const sql = new RegExp(
  [
    String.raw`\bselect\s+(?!(?:an?|the|this|that|your|one)\b)[\w\s.,*"'()|:$-]+?\sfrom\s+${table}`,
    String.raw`^\s*select\s+(?:\d+|[\w.]+\()`,
    String.raw`\binsert\s+into\s+${table}\s*(?:\(|values\b|select\b|default\b)`,
    String.raw`\bupdate\s+(?:only\s+)?${table}(?:\s+(?:as\s+)?\w+)?\s+set\s`,
    String.raw`\bdelete\s+from\s+${table}`,
    String.raw`\b(?:create|alter|drop)\s+(?:unlogged\s+)?(?:table|index|schema|role|policy|database)\s+["\w]+`,
    String.raw`\btruncate\s+table\s`,
  ].join('|'),
  'is',
);

function complaintsAboutNames(path) {
  const parts = path.split('/');
  const names = parts.map((part) => part.replace(/(\.[a-z0-9]+)+$/, ''));
  const found = names
    .filter((name) => empty.test(name))
    .map((name) => `${path}: "${name}" says nothing (law 5)`);
  const name = names.at(-1);
  if (isCode(path) && !kebab.test(name)) found.push(`${path}: "${basename(path)}" is not kebab-case`);
  return found;
}

function complaintsAboutSql(path) {
  const text = readFileSync(join(root, path), 'utf8');
  if (!/select|insert|update|delete|create|alter|drop|truncate/i.test(text)) return [];
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const found = [];
  const visit = (node) => {
    const written = writtenText(node);
    if (written === undefined) return ts.forEachChild(node, visit);
    if (sql.test(written)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${path}:${line + 1}: SQL outside the store (law 3)`);
    }
    holes(node).forEach(visit);
  };
  visit(file);
  return found;
}

/** The text that a literal, a template or a sum of them makes, with `x` for what is filled in; else undefined. */
function writtenText(node) {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map((span) => `x${span.literal.text}`).join('');
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [writtenText(node.left), writtenText(node.right)];
    return left === undefined && right === undefined ? undefined : `${left ?? 'x'}${right ?? 'x'}`;
  }
  return undefined;
}

/** The expressions inside such a text that are no text themselves. */
function holes(node) {
  if (ts.isTemplateExpression(node)) return node.templateSpans.map((span) => span.expression);
  if (!ts.isBinaryExpression(node)) return [];
  return [node.left, node.right].flatMap((side) => (writtenText(side) === undefined ? [side] : holes(side)));
}

const files = listFiles(root, ['packages', 'e2e', 'scripts', 'docs', 'deploy', 'bench', 'torture']);
const watched = files.filter(
  (path) => /^(packages|e2e)\/.*\.tsx?$/.test(path) && !speaksSql.test(path) && !cannotSpeakSql.test(path),
);

const complaints = [...files.flatMap(complaintsAboutNames), ...watched.flatMap(complaintsAboutSql)];
for (const complaint of complaints) console.error(complaint);
console.log(
  `${files.length} names and the text of ${watched.length} files read, ${complaints.length} complaints`,
);
process.exitCode = complaints.length > 0 ? 1 : 0;
