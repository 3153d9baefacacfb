import { ImagePlus } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { FileField } from '../ui/files/file-field.tsx';
import { IconButton } from './icon-button.tsx';

interface ImageButtonProps {
  readonly className: string;
  readonly onPick: (files: readonly File[]) => void;
}

/** Picks images from the disk, or on a phone from its camera. */
export function ImageButton({ className, onPick }: ImageButtonProps) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton label={t('composer.image')} onClick={() => field.current?.click()} className={className}>
        <ImagePlus size={15} aria-hidden="true" />
      </IconButton>
      <FileField ref={field} label={t('composer.image')} accept="image/*" onPick={onPick} />
    </>
  );
}
