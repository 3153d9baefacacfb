import type { SignInSurface } from '@tieline/protocol';
import { ArrowLeft, Building2, Headset } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/elements/button.tsx';
import { join } from '../ui/elements/join.ts';

interface ChooseProps {
  readonly sides: readonly SignInSurface[];
  readonly isBusy: boolean;
  readonly problem: string | null;
  readonly onChoose: (side: SignInSurface) => void;
  readonly onBack: () => void;
}

const looks = {
  office: { icon: Building2, shape: 'rounded-full bg-office-soft text-office', lead: 'logIn.chooseOffice' },
  console: { icon: Headset, shape: 'rounded-2xl bg-agent-soft text-agent', lead: 'logIn.chooseConsole' },
} as const satisfies Record<SignInSurface, object>;

interface ChoiceProps extends Pick<ChooseProps, 'isBusy' | 'onChoose'> {
  readonly side: SignInSurface;
  readonly isFirst: boolean;
}

function Choice({ side, isFirst, isBusy, onChoose }: ChoiceProps) {
  const { t } = useTranslation();
  const { icon: Icon, shape, lead } = looks[side];
  return (
    <button
      type="button"
      aria-disabled={isBusy}
      autoFocus={isFirst}
      onClick={() => isBusy || onChoose(side)}
      className="group flex items-center gap-4 rounded-2xl border border-line bg-raised p-4 text-start shadow-low transition-shadow duration-(--calm) hover:shadow-high aria-disabled:opacity-60"
    >
      <span className={join('inline-flex size-14 shrink-0 items-center justify-center', shape)}>
        <Icon size={26} aria-hidden="true" strokeWidth={1.75} />
      </span>
      <span>
        <span className="block text-base font-semibold">{t(`side.${side}`)}</span>
        <span className="block text-soft">{t(lead)}</span>
      </span>
    </button>
  );
}

/** For a person with both licenses: which side to work on. */
export function ChooseSide({ sides, isBusy, problem, onChoose, onBack }: ChooseProps) {
  const { t } = useTranslation();
  return (
    <section aria-label={t('logIn.chooseTitle')} className="flex flex-col gap-3">
      <p className="mb-1 text-soft">{t('logIn.chooseLead')}</p>
      {sides.map((side, index) => (
        <Choice key={side} side={side} isFirst={index === 0} isBusy={isBusy} onChoose={onChoose} />
      ))}
      {problem === null ? null : (
        <p role="alert" className="rounded-lg bg-danger-soft px-3 py-2 text-danger">
          {problem}
        </p>
      )}
      <Button look="quiet" className="mt-1 self-start" onClick={onBack}>
        <ArrowLeft size={15} aria-hidden="true" className="rtl:-scale-x-100" />
        <span>{t('logIn.back')}</span>
      </Button>
    </section>
  );
}
