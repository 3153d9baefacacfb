import { useTranslation } from 'react-i18next';
import { useSelf } from '../client-context.tsx';
import { commandKey, isApple } from '../use-shortcuts.ts';
import { Dialog } from './dialog.tsx';

const alt = isApple ? '⌥' : 'Alt';

const everywhere = [
  ['switcher', [commandKey, 'K']],
  ['next', [alt, '↓']],
  ['previous', [alt, '↑']],
  ['send', ['Enter']],
  ['newLine', ['Shift', 'Enter']],
  ['escape', ['Esc']],
  ['sheet', ['?']],
] as const;

const editor = [
  ['bold', [commandKey, 'B']],
  ['italic', [commandKey, 'I']],
  ['numbers', [commandKey, 'Shift', '7']],
  ['bullets', [commandKey, 'Shift', '8']],
  ['link', [commandKey, 'Shift', 'U']],
] as const;

/** All shortcuts of this side. */
export function Shortcuts({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const self = useSelf();
  const lines = self.surface === 'console' ? [...everywhere, ...editor] : everywhere;
  return (
    <Dialog title={t('shortcuts.title')} onClose={onClose}>
      <dl className="flex flex-col gap-2.5">
        {lines.map(([name, keys]) => (
          <div key={name} className="flex items-center justify-between gap-4">
            <dt className="text-soft">{t(`shortcuts.${name}`)}</dt>
            <dd className="flex gap-1">
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
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
