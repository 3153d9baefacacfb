import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyOverlay } from '../app/lazy-part.tsx';

const WhyDialog = lazyOverlay(async () => (await import('../dialogs/why.tsx')).WhyDialog);

/** Stands behind a sentence that a rule has said, and opens the rule. */
export function Why({ rule }: { rule: string }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        className="rounded text-xs font-medium whitespace-nowrap text-accent hover:underline"
        onClick={() => setOpen(true)}
      >
        {t('why.ask')}
      </button>
      {isOpen ? <WhyDialog rule={rule} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
