import { Paperclip } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { FileField } from '../files/file-field.tsx';

/** Opens the file picker of the browser. */
export function AttachButton({ onPick }: { onPick: (files: readonly File[]) => void }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        aria-label={t('upload.attach')}
        title={t('upload.attach')}
        onClick={() => field.current?.click()}
        className="inline-flex size-9 shrink-0 items-center justify-center rounded-lg text-soft hover:bg-hover hover:text-ink pointer-coarse:size-10"
      >
        <Paperclip size={18} aria-hidden="true" />
      </button>
      <FileField ref={field} label={t('upload.attach')} onPick={onPick} />
    </>
  );
}
