import { ImagePlus } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './icon-button.tsx';

interface ImageButtonProps {
  readonly className: string;
  readonly onPick: (files: readonly File[]) => void;
}

/** Picks images from the disk, or on a phone from its camera. */
export function ImageButton({ className, onPick }: ImageButtonProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton label={t('composer.image')} onClick={() => input.current?.click()} className={className}>
        <ImagePlus size={15} aria-hidden="true" />
      </IconButton>
      <input
        ref={input}
        type="file"
        accept="image/*"
        multiple
        hidden
        aria-label={t('composer.image')}
        onChange={({ currentTarget }) => {
          onPick([...(currentTarget.files ?? [])]);
          // So that the same file can be picked again.
          currentTarget.value = '';
        }}
      />
    </>
  );
}
