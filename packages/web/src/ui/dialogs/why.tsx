import { useTranslation } from 'react-i18next';
import rules from '../texts/rules.json';
import { Dialog } from './dialog.tsx';

interface WhyProps {
  readonly rule: string;
  readonly onClose: () => void;
}

/** What a rule says, in the words of whoever works under it. */
export function WhyDialog({ rule, onClose }: WhyProps) {
  const { t, i18n } = useTranslation();
  const texts: Readonly<Record<string, string>> = i18n.language === 'de' ? rules.de : rules.en;
  return (
    <Dialog title={t('why.title')} onClose={onClose}>
      <p>{texts[rule] ?? t('why.unknown')}</p>
      <p className="text-xs text-faint">{t('rule', { rule })}</p>
    </Dialog>
  );
}
