// Ties RULES.md, the code and the tests together: every rule has an owner that exists and a test that names it,
// and every test that names a rule names one of these.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTest, listFiles } from './source-files.mjs';
import { claimsIn } from './test-titles.mjs';

const root = process.cwd();
const reaches = ['domain', 'server', 'screens'];
/** Of a rule that nothing carries out, yet or any more: it has neither an owner nor a test. */
const idle = ['planned', 'withdrawn'];

const rules = readRules();
const claims = listFiles(root, ['packages', 'e2e', 'torture'])
  .filter(isTest)
  .flatMap((path) =>
    claimsIn(path, readFileSync(join(root, path), 'utf8')).map((claim) => ({ path, ...claim })),
  );
const complaints = [
  ...(rules.length === 0 ? ['RULES.md has no rules'] : []),
  ...rules.flatMap(complaintsAboutRule),
  ...claims.flatMap(complaintsAboutClaim),
];

for (const rule of rules) {
  console.log(`${rule.id}  ${rule.owners.join(', ') || '(no owner)'}`);
  for (const claim of claimsOf(rule)) console.log(`    ${claim.path}:${claim.line}  ${claim.title}`);
}
if (complaints.length > 0) console.error(`\n${complaints.join('\n')}\n`);
const proved = rules.filter((rule) => claimsOf(rule).length > 0).length;
console.log(
  [
    `${rules.length} rules, ${proved} proved by ${claims.length} titles`,
    ...idle.flatMap((reach) => (count(reach) > 0 ? [`${count(reach)} ${reach}`] : [])),
    `${complaints.length} complaints`,
  ].join(', '),
);
process.exitCode = complaints.length > 0 ? 1 : 0;

function count(reach) {
  return rules.filter((rule) => rule.reach === reach).length;
}

function claimsOf(rule) {
  return claims.filter((claim) => claim.ids.includes(rule.id));
}

/** The rows `| ID | rule | [file](path) | works today in |` of RULES.md. */
function readRules() {
  const rows = readFileSync(join(root, 'RULES.md'), 'utf8').split('\n');
  return rows.flatMap((row, index) => {
    const [, id = '', text = '', owner = '', reach = ''] = row.split('|').map((cell) => cell.trim());
    if (!/^[A-Z]+-\d+$/.test(id)) return [];
    const owners = [...owner.matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1]);
    return [{ id, text, owners, reach, line: index + 1 }];
  });
}

function complaintsAboutRule(rule) {
  const at = `RULES.md:${rule.line}: ${rule.id}`;
  if (idle.includes(rule.reach)) return complaintsAboutIdle(rule, at);
  const lost = rule.owners.filter((owner) => !existsSync(join(root, owner)));
  return [
    ...(rule.id === expectedId(rule) ? [] : [`${at} stands where ${expectedId(rule)} should`]),
    ...(rule.text === '' ? [`${at} has no words`] : []),
    ...(rule.owners.length === 0 ? [`${at} has no owner`] : []),
    ...lost.map((owner) => `${at} is owned by ${owner}, which does not exist`),
    ...(reaches.includes(rule.reach)
      ? []
      : [`${at} works in "${rule.reach}", not one of: ${[...reaches, ...idle].join(', ')}`]),
    ...(claimsOf(rule).length === 0 ? [`${at} has no test`] : []),
  ];
}

function complaintsAboutIdle(rule, at) {
  return [
    ...(rule.id === expectedId(rule) ? [] : [`${at} stands where ${expectedId(rule)} should`]),
    ...(rule.text === '' ? [`${at} has no words`] : []),
    ...(rule.owners.length > 0 ? [`${at} is ${rule.reach}, so nothing owns it`] : []),
    ...claimsOf(rule).map((claim) => `${claim.path}:${claim.line} proves ${rule.id}, which is ${rule.reach}`),
  ];
}

/** Within a group the numbers run from 1 without a gap: a rule cannot be dropped or doubled unnoticed. */
function expectedId(rule) {
  const group = rule.id.replace(/\d+$/, '');
  const place = rules.filter((other) => other.id.startsWith(group)).indexOf(rule) + 1;
  return `${group}${place}`;
}

function complaintsAboutClaim(claim) {
  const unknown = claim.ids.filter((id) => !rules.some((rule) => rule.id === id));
  return unknown.map((id) => `${claim.path}:${claim.line} names ${id}, which is no rule of RULES.md`);
}
