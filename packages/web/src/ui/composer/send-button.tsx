import { SendHorizontal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { hasTouchKeyboard } from '../app/is-phone.ts';

interface SendButtonProps {
  readonly canSend: boolean;
  /** Why nothing can be sent now; null: what the keys do is told instead. */
  readonly reason: string | null;
  readonly onSend: () => void;
}

/** Sends what stands in the editor: on a touch screen, whose Enter begins a new line, the way to do that. */
export function SendButton({ canSend, reason, onSend }: SendButtonProps) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      aria-label={t('composer.send')}
      title={reason ?? t(hasTouchKeyboard() ? 'composer.touchHint' : 'composer.hint')}
      aria-disabled={!canSend}
      // A press that takes the focus closes the keyboard of a phone, and the button moves away from under the finger.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onSend}
      className="inline-flex size-9 shrink-0 items-center justify-center rounded-lg bg-accent text-on-accent transition-colors duration-(--quick) hover:brightness-110 aria-disabled:bg-hover aria-disabled:text-faint pointer-coarse:size-10"
    >
      <SendHorizontal size={18} aria-hidden="true" className="rtl:-scale-x-100" />
    </button>
  );
}
