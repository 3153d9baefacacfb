import ts from 'typescript';

const skipping = new Set(['skip', 'todo', 'fails']);

/**
 * Every title in a test file that claims rules: `it('[DEL-4] ...')`, `describe('[DEL-4, SEAT-2] ...')`,
 * `it.each(rows)('[START-1] $name')`, `it(`[START-1] ${name}`)`. A describe without a test in it, and a skipped
 * test, claim nothing.
 *
 * @returns {{ ids: string[], title: string, line: number }[]} `ids` as written, known or not
 */
export function claimsIn(path, text) {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const claims = [];
  const visit = (node) => {
    const title = titleOf(node);
    const ids = title === undefined ? [] : idsIn(title);
    if (ids.length > 0 && holdsTest(node)) {
      claims.push({ ids, title, line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return claims;
}

/** `[DEL-4, SEAT-2] text` names two rules; brackets that do not begin like a rule name none. */
function idsIn(title) {
  const claim = /^\[([A-Z]+-\d[^\]]*)\]/.exec(title);
  return claim ? claim[1].split(',').map((id) => id.trim()) : [];
}

function titleOf(node) {
  if (!ts.isCallExpression(node)) return undefined;
  const words = calleeWords(node.expression);
  if (!['it', 'test', 'describe'].includes(words[0]) || words.some((word) => skipping.has(word)))
    return undefined;
  const [first] = node.arguments;
  if (first === undefined) return undefined;
  if (ts.isStringLiteralLike(first)) return first.text;
  return ts.isTemplateExpression(first) ? first.getText().slice(1, -1) : undefined;
}

/** `it.concurrent.each(rows)` -> ['it', 'concurrent', 'each'] */
function calleeWords(callee) {
  if (ts.isIdentifier(callee)) return [callee.text];
  if (ts.isPropertyAccessExpression(callee)) return [...calleeWords(callee.expression), callee.name.text];
  if (ts.isCallExpression(callee)) return calleeWords(callee.expression);
  if (ts.isTaggedTemplateExpression(callee)) return calleeWords(callee.tag);
  return [''];
}

function holdsTest(node) {
  if (titleOf(node) !== undefined && calleeWords(node.expression)[0] !== 'describe') return true;
  return ts.forEachChild(node, (child) => holdsTest(child) || undefined) ?? false;
}
