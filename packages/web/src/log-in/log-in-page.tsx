import { logIn } from '@tieline/client';
import type { SelfView, SignInSurface } from '@tieline/protocol';
import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Wordmark } from '../ui/elements/logo.tsx';
import { takePlace } from '../ui/app/place.ts';
import { faultText } from '../ui/texts/sentences.ts';
import { ChooseSide } from './choose-side.tsx';
import { rememberCompany } from './company.ts';
import { type Credentials, LogInForm } from './log-in-form.tsx';
import { SidePicture } from './side-picture.tsx';
import { useSignedInSides } from './signed-in-sides.ts';

const appNames = {
  office: 'side.officeApp',
  console: 'side.consoleApp',
} as const satisfies Record<SignInSurface, string>;

function isSide(word: string | null): word is SignInSurface {
  return word !== null && Object.hasOwn(appNames, word);
}

/** Why the reader is here, if an app sent them. Only known reasons have a text: the address may say anything. */
function SignedOutReason() {
  const { t, i18n } = useTranslation();
  const query = new URLSearchParams(location.search);
  const reason = query.get('reason');
  if (reason === null) return null;
  const side = query.get('side');
  const app = t(isSide(side) ? appNames[side] : 'side.officeApp');
  const key = `signedOut.${reason}` as 'signedOut.other';
  const isKnown = /^[a-z-]+$/.test(reason) && i18n.exists(key);
  return (
    <p role="status" className="mb-5 rounded-lg bg-wait-soft px-3 py-2 text-wait-ink">
      {t(isKnown ? key : 'signedOut.other', { app })}
    </p>
  );
}

function ContinueLinks({ selves }: { selves: readonly SelfView[] }) {
  const { t } = useTranslation();
  if (selves.length === 0) return null;
  return (
    <section aria-label={t('logIn.already')} className="mb-6 flex flex-col gap-2 border-b border-line pb-6">
      <p className="font-medium">{t('logIn.already')}</p>
      {selves.map((self) => (
        <a
          key={self.surface}
          href={`/${self.surface}/`}
          className="group flex items-center gap-3 rounded-xl border border-line bg-raised px-3.5 py-2.5 shadow-low hover:shadow-high"
        >
          <span className="min-w-0 flex-1">
            <span className="block font-medium">
              {t('logIn.continueTo', { side: t(`side.${self.surface}`) })}
            </span>
            <span className="block truncate text-xs text-soft">
              {t('logIn.continueAs', { name: self.name, company: self.company.name })}
            </span>
          </span>
          <ArrowRight size={17} aria-hidden="true" className="text-accent rtl:-scale-x-100" />
        </a>
      ))}
      <p className="mt-1 text-xs text-faint">{t('logIn.otherAccount')}</p>
    </section>
  );
}

interface Choice {
  readonly credentials: Credentials;
  readonly sides: readonly SignInSurface[];
}

/** The state of logging in, and its two steps: the form, and for some the choice of a side. */
function useLogIn() {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [choice, setChoice] = useState<Choice | null>(null);
  const [email, setEmail] = useState('');
  const submit = async (credentials: Credentials, side?: SignInSurface) => {
    setBusy(true);
    setProblem(null);
    try {
      const answer = await logIn(location.origin, { ...credentials, ...(side ? { side } : {}) });
      rememberCompany(credentials.company);
      if (answer.kind === 'signed-in') location.assign(takePlace(answer.surface));
      else setChoice({ credentials, sides: answer.sides });
      setBusy(answer.kind === 'signed-in');
    } catch (fault) {
      setProblem(faultText(fault));
      setBusy(false);
    }
  };
  const back = () => {
    setEmail(choice?.credentials.email ?? '');
    setChoice(null);
    setProblem(null);
  };
  return { isBusy, problem, choice, email, submit, back };
}

export function LogInPage() {
  const { t } = useTranslation();
  const selves = useSignedInSides();
  const { isBusy, problem, choice, email, submit, back } = useLogIn();
  return (
    <div className="grid min-h-full lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <main className="flex flex-col px-6 py-8 sm:px-10">
        <Wordmark className="text-lg text-accent" />
        <div className="m-auto w-full max-w-sm py-8">
          <h1 className="text-2xl font-semibold tracking-tight">
            {t(choice ? 'logIn.chooseTitle' : 'logIn.title')}
          </h1>
          {choice ? null : <p className="mt-1 mb-6 text-soft">{t('logIn.lead')}</p>}
          {choice ? (
            <ChooseSide
              sides={choice.sides}
              isBusy={isBusy}
              problem={problem}
              onChoose={(side) => void submit(choice.credentials, side)}
              onBack={back}
            />
          ) : (
            <>
              <SignedOutReason />
              <ContinueLinks selves={selves} />
              <LogInForm
                isBusy={isBusy}
                problem={problem}
                email={email}
                onSubmit={(typed) => void submit(typed)}
              />
            </>
          )}
        </div>
      </main>
      <SidePicture />
    </div>
  );
}
