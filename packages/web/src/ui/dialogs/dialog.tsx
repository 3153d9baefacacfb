import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useBackToClose } from '../app/use-overlay.ts';

interface DialogProps {
  readonly title: string;
  readonly lead?: string;
  /** It holds nothing that takes the keyboard: all of it does, so that it can be scrolled. */
  readonly isText?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog over the page; on a phone it stands at the bottom. */
export function Dialog({ title, lead, isText = false, onClose, children }: DialogProps) {
  const { t } = useTranslation();
  useBackToClose(onClose);
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Base.Popup className="fixed inset-x-0 bottom-0 z-50 mx-auto flex max-h-[85dvh] w-full animate-appear flex-col rounded-t-2xl border border-line bg-raised shadow-high outline-none sm:top-[12dvh] sm:bottom-auto sm:max-h-[76dvh] sm:max-w-md sm:rounded-2xl">
          <header className="flex items-center gap-3 border-b border-line px-5 py-3.5">
            <Base.Title className="flex-1 text-base font-semibold">{title}</Base.Title>
            <Base.Close
              aria-label={t('common.close')}
              className="-me-1.5 rounded-md p-1.5 text-soft hover:bg-hover hover:text-ink"
            >
              <X size={18} aria-hidden="true" />
            </Base.Close>
          </header>
          <div
            {...(isText ? { role: 'region', 'aria-label': title, tabIndex: 0 } : {})}
            className="flex flex-col gap-4 overflow-y-auto px-5 py-4 -outline-offset-2"
          >
            {lead ? <Base.Description className="text-soft">{lead}</Base.Description> : null}
            {children}
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
