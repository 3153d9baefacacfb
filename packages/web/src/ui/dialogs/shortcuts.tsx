import { useTranslation } from 'react-i18next';
import { useSelf } from '../app/client-context.tsx';
import { editorKeys } from '../keyboard/editor-keys.ts';
import { hasTouchKeyboard } from '../app/is-phone.ts';
import { commandKey, isApple } from '../keyboard/use-shortcuts.ts';
import { Dialog } from './dialog.tsx';

/** What is pressed together. */
type Keys = readonly string[];

const alt = isApple ? '⌥' : 'Alt';

const named: Readonly<Record<string, string>> = { Alt: alt };

const everywhere = [
  ['switcher', [commandKey, 'K']],
  ['next', [alt, '↓']],
  ['previous', [alt, '↑']],
  ['rows', ['↓'], ['↑']],
  ['pages', ['PageUp'], ['PageDown']],
  ['escape', ['Esc']],
  ['sheet', [commandKey, '/'], ['?']],
] as const;

/** On a touch screen Enter alone begins a new line. */
function writing(): readonly (readonly ['send' | 'newLine', ...Keys[]])[] {
  const always = [commandKey, 'Enter'];
  return hasTouchKeyboard()
    ? [
        ['send', always],
        ['newLine', ['Enter']],
      ]
    : [
        ['send', ['Enter'], always],
        ['newLine', ['Shift', 'Enter']],
      ];
}

const levels = [
  ['deeper', ['Tab']],
  ['higher', ['Shift', 'Tab']],
] as const;

const toolNames = Object.keys(editorKeys) as (keyof typeof editorKeys)[];
const keysOf = (name: keyof typeof editorKeys): Keys => [
  commandKey,
  ...editorKeys[name].split(' ').map((key) => named[key] ?? key),
];

function Line({ label, ways }: { label: string; ways: readonly Keys[] }) {
  return (
    <div className="flex items-center justify-between gap-4">
      <dt className="text-soft">{label}</dt>
      {ways.map((keys, index) => (
        <dd
          key={keys.join(' ')}
          className={index === 0 ? 'ms-auto flex shrink-0 gap-1' : 'flex shrink-0 gap-1'}
        >
          {keys.map((key) => (
            <kbd
              key={key}
              translate="no"
              className="min-w-6 rounded border border-line bg-paper px-1.5 py-0.5 text-center font-sans text-xs"
            >
              {key}
            </kbd>
          ))}
        </dd>
      ))}
    </div>
  );
}

/** All shortcuts of this side. */
export function Shortcuts({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const self = useSelf();
  return (
    <Dialog title={t('shortcuts.title')} isText onClose={onClose}>
      <dl className="flex flex-col gap-2.5">
        {[...everywhere, ...writing()].map(([name, ...ways]) => (
          <Line key={name} label={t(`shortcuts.${name}`)} ways={ways} />
        ))}
      </dl>
      {self.surface === 'console' ? (
        <section>
          <h3 className="mb-2.5 font-medium">{t('composer.toolbar')}</h3>
          <dl className="flex flex-col gap-2.5">
            {toolNames.map((name) => (
              <Line key={name} label={t(`composer.${name}`)} ways={[keysOf(name)]} />
            ))}
            {levels.map(([name, ...ways]) => (
              <Line key={name} label={t(`shortcuts.${name}`)} ways={ways} />
            ))}
          </dl>
        </section>
      ) : null}
    </Dialog>
  );
}
