import { Eye, EyeOff } from 'lucide-react';
import type { ComponentProps, ReactNode, SubmitEvent } from 'react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/elements/button.tsx';
import { companyAtStart } from './company.ts';

export interface Credentials {
  readonly company: string;
  readonly email: string;
  readonly password: string;
}

interface FieldProps extends ComponentProps<'input'> {
  readonly label: string;
  readonly hint?: string;
  readonly end?: ReactNode;
}

function Field({ label, hint, end, ...input }: FieldProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <div className="relative flex">
        <input
          id={id}
          required
          aria-describedby={hint ? `${id}-hint` : undefined}
          className="h-10 w-full rounded-lg border border-line-strong bg-raised px-3 text-[0.9375rem] focus-visible:outline-offset-0"
          {...input}
        />
        {end}
      </div>
      {hint ? (
        <p id={`${id}-hint`} className="text-xs text-faint">
          {hint}
        </p>
      ) : null}
    </div>
  );
}

function PasswordField() {
  const { t } = useTranslation();
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <Field
      label={t('logIn.password')}
      name="password"
      type={isShown ? 'text' : 'password'}
      autoComplete="current-password"
      maxLength={256}
      end={
        <button
          type="button"
          aria-label={t(isShown ? 'logIn.hidePassword' : 'logIn.showPassword')}
          onClick={() => setShown(!isShown)}
          className="absolute inset-y-0 end-0 inline-flex w-10 items-center justify-center rounded-lg text-faint hover:text-ink"
        >
          <Icon size={17} aria-hidden="true" />
        </button>
      }
    />
  );
}

interface FormProps {
  readonly isBusy: boolean;
  readonly problem: string | null;
  /** What was typed before, when the reader comes back from the choice of a side. */
  readonly email: string;
  readonly onSubmit: (credentials: Credentials) => void;
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** Company, e-mail and password. */
export function LogInForm({ isBusy, problem, email, onSubmit }: FormProps) {
  const { t } = useTranslation();
  const [company] = useState(companyAtStart);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    const form = new FormData(event.currentTarget);
    onSubmit({
      company: textOf(form, 'company').trim(),
      email: textOf(form, 'email').trim(),
      password: textOf(form, 'password'),
    });
  };
  return (
    <form onSubmit={submit} aria-label={t('logIn.title')} className="flex flex-col gap-4">
      <Field
        label={t('logIn.company')}
        hint={t('logIn.companyHint')}
        name="company"
        defaultValue={company}
        autoComplete="organization"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={60}
        autoFocus={company === ''}
      />
      <Field
        label={t('logIn.email')}
        name="email"
        type="email"
        defaultValue={email}
        autoComplete="username"
        maxLength={254}
        autoFocus={company !== ''}
      />
      <PasswordField />
      {problem === null ? null : (
        <p role="alert" className="rounded-lg bg-danger-soft px-3 py-2 text-danger">
          {problem}
        </p>
      )}
      {/* Not disabled: that would take the keyboard away from it. */}
      <Button look="primary" type="submit" aria-disabled={isBusy} className="mt-1 h-10">
        {t(isBusy ? 'logIn.busy' : 'logIn.submit')}
      </Button>
    </form>
  );
}
