import { Dialog as Base } from '@base-ui/react/dialog';
import type { FileView, PictureView } from '@tieline/protocol';
import { Download, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { addressOf, useFileWords } from '../use-file-words.ts';

interface LightboxProps {
  readonly file: FileView;
  readonly picture: PictureView;
  readonly onClose: () => void;
}

const tool =
  'on-deep inline-flex h-9 shrink-0 items-center gap-2 rounded-md px-2.5 text-on-deep-soft hover:bg-on-deep/15 hover:text-on-deep';

/** A picture over the whole page, with its name, its size and the way to the file itself. */
export function Lightbox({ file, picture, onClose }: LightboxProps) {
  const { t } = useTranslation();
  const words = useFileWords(file);
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-stage" />
        {/* What is beside the picture is no part of the dialog: a click there closes it. */}
        <Base.Popup className="pointer-events-none fixed inset-0 z-50 flex animate-appear flex-col text-on-deep outline-none">
          <header className="pointer-events-auto flex items-center gap-1 px-3 py-2 md:px-5">
            <div className="min-w-0 flex-1">
              <Base.Title dir="auto" className="truncate font-semibold">
                {file.name}
              </Base.Title>
              <Base.Description className="truncate text-xs text-on-deep-soft">
                {words.kind} · {words.size} · {picture.width} × {picture.height}
              </Base.Description>
            </div>
            <a href={addressOf(file)} download={file.name} aria-label={words.download} className={tool}>
              <Download size={17} aria-hidden="true" />
              <span className="max-sm:hidden">{t('file.save')}</span>
            </a>
            <Base.Close aria-label={t('common.close')} className={tool}>
              <X size={19} aria-hidden="true" />
            </Base.Close>
          </header>
          <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)] place-items-center p-3 pt-0 md:p-6 md:pt-0">
            <img
              src={picture.large}
              alt={file.name}
              width={picture.width}
              height={picture.height}
              style={{ backgroundImage: `url("${picture.thumbnail}")` }}
              className="h-auto max-h-full w-auto max-w-full min-w-0 bg-contain bg-center bg-no-repeat object-contain pointer-events-auto"
            />
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
