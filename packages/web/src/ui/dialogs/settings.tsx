import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Choices, useChoices, writeChoices } from '../account/choices.ts';
import { chooseNotices, chooseSound } from '../alerts/choose-alerts.ts';
import { useSelf } from '../app/client-context.tsx';
import { noticeProblem } from '../alerts/notices.ts';
import { languageFor, languages, showLanguage } from '../texts/texts.ts';
import { Dialog } from './dialog.tsx';

interface ChoiceProps<Value extends string> {
  readonly legend: string;
  readonly name: string;
  readonly value: Value;
  readonly options: readonly (readonly [Value, string])[];
  readonly onChoose: (value: Value) => void;
}

function RadioRow<Value extends string>({ legend, name, value, options, onChoose }: ChoiceProps<Value>) {
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-1 rounded-lg bg-paper p-1">
        {options.map(([option, label]) => (
          <label
            key={option}
            className="flex-1 cursor-pointer rounded-md px-3 py-1.5 text-center whitespace-nowrap text-soft has-checked:bg-raised has-checked:font-medium has-checked:text-ink has-checked:shadow-low has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={option === value}
              onChange={() => onChoose(option)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface CheckProps {
  readonly checked: boolean;
  readonly onChange: (on: boolean) => void;
  readonly children: ReactNode;
}

function Check({ checked, onChange, children }: CheckProps) {
  return (
    <label className="flex cursor-pointer items-center gap-2.5 py-1">
      <input
        type="checkbox"
        className="size-4 accent-(--accent)"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>{children}</span>
    </label>
  );
}

function AlertChoices({ choices }: { choices: Choices }) {
  const { t } = useTranslation();
  const blocked = choices.desktop ? noticeProblem() : choices.noticeProblem;
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{t('settings.alerts')}</legend>
      <Check checked={choices.sound} onChange={chooseSound}>
        {t('settings.sound')}
      </Check>
      <Check checked={choices.desktop} onChange={(on) => void chooseNotices(on)}>
        {t('settings.desktop')}
      </Check>
      {blocked === null ? null : (
        <p role="alert" className="text-xs text-danger">
          {t(`settings.notice_${blocked}`)}
        </p>
      )}
      <p className="mt-1 text-xs text-faint">{t('settings.quiet')}</p>
    </fieldset>
  );
}

/** What a person chooses for this browser. */
export function Settings({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const choices = useChoices();
  const self = useSelf();
  const themes = (['system', 'light', 'dark'] as const).map(
    (theme) => [theme, t(`settings.theme_${theme}`)] as const,
  );
  const tongues = [['system', t('settings.language_system')] as const, ...Object.entries(languages)];
  return (
    <Dialog title={t('settings.title')} onClose={onClose}>
      <RadioRow
        legend={t('settings.theme')}
        name="theme"
        value={choices.theme}
        options={themes}
        onChoose={(theme) => writeChoices({ theme })}
      />
      <RadioRow
        legend={t('settings.language')}
        name="language"
        value={choices.language}
        options={tongues}
        onChoose={(language) => {
          writeChoices({ language });
          void showLanguage(languageFor(language, navigator.languages));
        }}
      />
      <AlertChoices choices={choices} />
      {self.files.scanned === null ? null : (
        <section>
          <h3 className="mb-1 font-medium">{t('settings.server')}</h3>
          <p className="text-xs text-soft">
            {t(self.files.scanned ? 'settings.scanned' : 'settings.unscanned')}
          </p>
        </section>
      )}
    </Dialog>
  );
}
