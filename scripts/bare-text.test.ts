// Where a text of a screen may stand: React holds on to one that has siblings, and a translation takes it away.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plantTree, runIn, type Tree } from './planted-tree.ts';

const repository = join(import.meta.dirname, '..');

/** What the files begin with: enough of React that JSX has types. */
const react = `
  declare global {
    namespace JSX {
      interface Element { readonly type: string }
      interface IntrinsicElements { [name: string]: object }
      interface ElementChildrenAttribute { children: object }
    }
  }
  export type ReactNode = string | number | bigint | JSX.Element | Iterable<ReactNode> | null | undefined | boolean;
  export declare function t(key: string): string;
  export declare const count: number;
  export declare const isOn: boolean;
  export declare const names: readonly string[];
  export declare const node: ReactNode;
  export declare function Icon(): JSX.Element;
  export declare function Frame(props: { children?: ReactNode }): JSX.Element;`;

/** [what it is, the JSX, how often the rule complains] */
const cases: [what: string, jsx: string, complaints: number][] = [
  ['a text alone', `<p>Hello</p>`, 0],
  ['an expression alone', `<p>{t('hello')}</p>`, 0],
  ['a number alone', `<p>{count}</p>`, 0],
  ['a text or an element, alone', `<p>{isOn ? t('on') : <b>off</b>}</p>`, 0],
  ['a text or nothing, alone', `<p>{isOn ? t('on') : null}</p>`, 0],
  ['one template', '<p>{`${count} of ${names.length}`}</p>', 0],
  ['a text alone in a component', `<Frame>{t('hello')}</Frame>`, 0],
  ['elements beside each other', `<p><Icon /><span>{t('hello')}</span>{isOn ? <b>1</b> : null}</p>`, 0],
  ['a list of elements', `<ul>{names.map((name) => <li key={name}>{name}</li>)}</ul>`, 0],
  ['a node beside an element', `<p><Icon />{node}</p>`, 0],
  ['white space between lines, and comments', `<p>\n  {/* why */}\n  <Icon />\n</p>`, 0],
  ['a text beside an element', `<p><Icon />Hello</p>`, 1],
  ['an expression beside an element', `<p><Icon />{t('hello')}</p>`, 1],
  ['a number beside what may be there', `<p>{count}{isOn ? <b>on</b> : null}</p>`, 1],
  ['two expressions and what joins them', `<p>{count} of {names.length}</p>`, 3],
  ['a space that is no end of a line', `<p><Icon /> <Icon /></p>`, 1],
  ['a text that may be there', `<p><Icon />{isOn && t('on')}</p>`, 1],
  ['a text or an element, beside another', `<p><Icon />{isOn ? t('on') : <b>off</b>}</p>`, 1],
  ['a text beside an element in a component', `<Frame><Icon />{t('hello')}</Frame>`, 1],
  ['a text in a fragment', `<>{t('hello')}</>`, 1],
  ['a list of texts', `<p>{names}</p>`, 1],
  [
    'a list of texts and elements',
    `<p>{names.map((name) => (isOn ? name : <b key={name}>{name}</b>))}</p>`,
    1,
  ],
];

/** [what it is, the component, how often the rule complains] */
const components: [what: string, source: string, complaints: number][] = [
  ['that is an element', `export function Name() { return <b>{t('name')}</b>; }`, 0],
  ['no component', `export function nameOf() { return t('name'); }`, 0],
  [
    'that passes a node on',
    `export function Name({ children }: { children: ReactNode }) { return children; }`,
    0,
  ],
  ['that is a text', `export function Name() { return t('name'); }`, 1],
  [
    'that is a text now and then',
    `export function Name() { if (isOn) return null; return isOn ? t('name') : <b>0</b>; }`,
    1,
  ],
  ['that is a text by an arrow', `export const Name = () => t('name');`, 1],
];

const all = [
  ...cases.map(([what, jsx, complaints]) => [what, `export const shown = ${jsx};`, complaints] as const),
  ...components.map(([what, source, complaints]) => [`a component ${what}`, source, complaints] as const),
].map(([what, source, complaints], at) => ({
  what,
  source,
  complaints,
  file: `packages/web/src/case-${at}.tsx`,
}));

describe('a text on a screen', () => {
  let root: string;
  let found: Map<string, number>;
  beforeAll(async () => {
    const head = `import { count, Frame, Icon, isOn, names, node, t, type ReactNode } from './react.ts';\n`;
    const tree: Tree = Object.fromEntries(all.map(({ file, source }) => [file, head + source]));
    root = plantTree({
      ...tree,
      'packages/web/src/react.ts': react,
      'tsconfig.json': JSON.stringify({
        extends: join(repository, 'tsconfig.base.json'),
        compilerOptions: { incremental: false, jsx: 'preserve', lib: ['ES2023', 'DOM'] },
        include: ['packages'],
      }),
    });
    const words = ['--config', join(repository, 'eslint.config.js'), '--format', 'json', 'packages/web'];
    const { output } = await runIn(root, 'node_modules/eslint/bin/eslint.js', ...words);
    const told = JSON.parse(output) as { filePath: string; messages: { ruleId: string | null }[] }[];
    found = new Map(
      told.map(({ filePath, messages }) => [
        filePath.slice(root.length + 1),
        messages.filter(({ ruleId }) => ruleId === 'tieline/bare-text').length,
      ]),
    );
  }, 120_000);
  afterAll(() => rmSync(root, { recursive: true }));

  it.each(all)('$what: $complaints complaints', ({ file, complaints }) => {
    expect(found.get(file)).toBe(complaints);
  });
});
