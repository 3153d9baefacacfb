// The rules of this house are asked here; everything else is oxlint's (see .oxlintrc.json).
import tseslint from 'typescript-eslint';
import { bareText } from './scripts/bare-text.mjs';
import { keyEvents } from './scripts/key-events.mjs';

/** Rules of this house. */
const tieline = { rules: { keys: keyEvents, 'bare-text': bareText } };

const tests = ['**/*.test.ts', '**/*.test.tsx'];

const noClockNorChance = {
  'no-restricted-globals': [
    'error',
    ...['Date', 'Intl', 'Promise', 'globalThis', 'console', 'performance', 'process', 'crypto', 'fetch'].map(
      (name) => ({ name, message: 'The domain is pure: no clock, no chance, no I/O. Take it as a fact.' }),
    ),
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Math', property: 'random', message: 'The domain is pure: take chance as a fact.' },
  ],
};

const noAsync = [
  ':function[async=true]',
  'AwaitExpression',
  'ForOfStatement[await=true]',
  'ImportExpression',
].map((selector) => ({ selector, message: 'The domain is pure: nothing in it waits.' }));

const noOtherImports = [
  {
    selector: 'ImportDeclaration[source.value=/^[^.]/]:not([source.value=/^@tieline.(protocol|text)$/])',
    message: 'Law 1: the domain imports types of @tieline/protocol, and @tieline/text, and nothing else.',
  },
  {
    selector: 'ImportDeclaration[source.value="@tieline/protocol"]:not([importKind="type"])',
    message: 'Law 1: the domain imports protocol types only; write `import type`.',
  },
];

// Every way of carrying a row over whole, or of cutting one down.
const noTrimming = [
  'SpreadElement',
  'ObjectPattern > RestElement',
  'UnaryExpression[operator="delete"]',
  'CallExpression[callee.object.name="Object"][callee.property.name=/^(assign|entries|fromEntries)$/]',
  'CallExpression[callee.object.name="Reflect"]',
  'CallExpression[callee.object.name="JSON"]',
  'CallExpression[callee.name="structuredClone"]',
].map((selector) => ({
  selector,
  message: 'Law 4: a view is built field by field, never spread or trimmed.',
}));

const noSkipping = [
  'MemberExpression[property.name=/^(skip|skipIf|runIf|only|todo)$/]',
  'CallExpression[callee.name=/^(it|test|describe)$/] > ObjectExpression > Property[key.name=/^(skip|only|todo|retry)$/]',
].map((selector) => ({ selector, message: 'A test runs, once, or it is deleted; none is skipped.' }));

export default [
  { ignores: ['**/dist/**', '**/generated/**', '**/node_modules/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['packages/*/{src,test}/**/*.{ts,tsx}', '{bench,torture}/src/**/*.ts', 'e2e/**/*.ts'],
    languageOptions: { parser: tseslint.parser },
  },
  {
    // Only the rules for the screens look at types, which takes long.
    files: ['packages/web/src/**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true } },
  },
  {
    files: ['packages/web/src/**/*.{ts,tsx}'],
    ignores: ['packages/web/src/ui/keyboard/keys.ts'],
    plugins: { tieline },
    rules: { 'tieline/keys': 'error' },
  },
  {
    files: ['packages/domain/src/**/*.ts'],
    ignores: tests,
    rules: { ...noClockNorChance, 'no-restricted-syntax': ['error', ...noAsync, ...noOtherImports] },
  },
  {
    files: ['packages/domain/src/projections/**/*.ts'],
    ignores: tests,
    rules: { 'no-restricted-syntax': ['error', ...noAsync, ...noOtherImports, ...noTrimming] },
  },
  {
    files: ['packages/web/src/**/*.tsx'],
    ignores: tests,
    plugins: { tieline },
    rules: { 'tieline/bare-text': 'error' },
  },
  { files: tests, rules: { 'no-restricted-syntax': ['error', ...noSkipping] } },
];
