import type { FileView, PictureView } from '@tieline/protocol';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { addressOf, useFileWords } from '../files/use-file-words.ts';
import { Lightbox, lightboxTool } from './lightbox.tsx';

interface FileLightboxProps {
  readonly file: FileView;
  readonly picture: PictureView;
  readonly onClose: () => void;
}

/** A picture that was sent as a file, with its name, its size and the way to the file itself. */
export function FileLightbox({ file, picture, onClose }: FileLightboxProps) {
  const { t } = useTranslation();
  const words = useFileWords(file);
  return (
    <Lightbox
      title={file.name}
      detail={`${words.kind} · ${words.size} · ${picture.width} × ${picture.height}`}
      alt={file.name}
      source={picture.large}
      standIn={picture.thumbnail}
      size={{ width: picture.width, height: picture.height }}
      onClose={onClose}
      tools={
        <a href={addressOf(file)} download={file.name} aria-label={words.download} className={lightboxTool}>
          <Download size={17} aria-hidden="true" />
          <span className="max-sm:hidden">{t('file.save')}</span>
        </a>
      }
    />
  );
}
