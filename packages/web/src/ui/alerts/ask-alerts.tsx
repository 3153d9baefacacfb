import { BellRing } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../elements/button.tsx';
import { chooseNotices, chooseSilence, chooseSound } from './choose-alerts.ts';
import { useChoices } from '../account/choices.ts';
import { useClientState } from '../app/client-context.tsx';
import { noticeProblem } from './notices.ts';
import { showToast } from '../elements/toasts.tsx';

/** Whether the browser could be asked for notifications: it is not where somebody has said no there before. */
function canAsk(): boolean {
  const problem = noticeProblem();
  return problem === null || (problem === 'blocked' && Notification.permission === 'default');
}

/**
 * Asks once whether messages should be heard and seen while the page is not in front: else nobody knows that they could, and
 * misses the first one. It stands below the list of chats, in nobody's way, until it is answered.
 */
export function AskAlerts() {
  const { t } = useTranslation();
  const { sound, desktop, asked } = useChoices();
  const isReady = useClientState((state) => state.conversationsState === 'ready');
  const heading = useId();
  if (asked || sound || desktop || !isReady) return null;
  const chooseBoth = async () => {
    chooseSound(true);
    const problem = await chooseNotices(true);
    if (problem !== null) showToast(t(`settings.notice_${problem}`));
  };
  return (
    <section
      aria-labelledby={heading}
      className="shrink-0 animate-appear border-t border-line bg-raised px-4 py-3 text-[0.8125rem] short:hidden"
    >
      <h2 id={heading} className="flex items-center gap-2 font-semibold">
        <BellRing size={15} aria-hidden="true" className="shrink-0 text-accent" />
        <span>{t('askAlerts.title')}</span>
      </h2>
      <p className="mt-0.5 text-xs text-soft">{t('askAlerts.lead')}</p>
      <div className="mt-2 flex flex-wrap gap-1.5">
        {canAsk() ? (
          <Button small look="primary" onClick={() => void chooseBoth()}>
            {t('askAlerts.both')}
          </Button>
        ) : null}
        <Button small onClick={() => chooseSound(true)}>
          {t('askAlerts.sound')}
        </Button>
        <Button small look="quiet" onClick={chooseSilence}>
          {t('askAlerts.neither')}
        </Button>
      </div>
    </section>
  );
}
