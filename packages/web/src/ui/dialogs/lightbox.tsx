import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useBackToClose } from '../app/use-overlay.ts';

interface LightboxProps {
  readonly title: string;
  /** What there is to say of it below its title. */
  readonly detail?: string;
  /** What the picture is called to who does not see it. */
  readonly alt: string;
  readonly source: string;
  /** Its smaller self, which is there already; it stands in until the picture has come. */
  readonly standIn: string;
  /** In pixels; null where they are not known. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** What stands before the way out. */
  readonly tools?: ReactNode;
  readonly onClose: () => void;
}

export const lightboxTool =
  'on-deep inline-flex h-9 shrink-0 items-center gap-2 rounded-md px-2.5 text-on-deep-soft hover:bg-on-deep/15 hover:text-on-deep max-md:h-11 max-md:min-w-11 max-md:justify-center';

/** A picture over the whole page. */
export function Lightbox({ title, detail, alt, source, standIn, size, tools, onClose }: LightboxProps) {
  const { t } = useTranslation();
  useBackToClose(onClose);
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-stage" />
        {/* What is beside the picture is no part of the dialog: a click there closes it. */}
        <Base.Popup className="pointer-events-none fixed inset-0 z-50 flex animate-appear flex-col text-on-deep outline-none">
          <header className="pointer-events-auto flex items-center gap-1 px-3 py-2 md:px-5">
            <div className="min-w-0 flex-1">
              <Base.Title translate="no" dir="auto" className="truncate text-match-parent font-semibold">
                {title}
              </Base.Title>
              {detail === undefined ? null : (
                <Base.Description className="truncate text-xs text-on-deep-soft">{detail}</Base.Description>
              )}
            </div>
            {tools}
            <Base.Close aria-label={t('common.close')} className={lightboxTool}>
              <X size={19} aria-hidden="true" />
            </Base.Close>
          </header>
          <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)] place-items-center p-3 pt-0 md:p-6 md:pt-0">
            <img
              src={source}
              alt={alt}
              {...size}
              style={{ backgroundImage: `url("${standIn}")` }}
              className="h-auto max-h-full w-auto max-w-full min-w-0 bg-contain bg-center bg-no-repeat object-contain pointer-events-auto"
            />
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
