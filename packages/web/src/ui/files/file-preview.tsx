import type { FileView, PictureView } from '@tieline/protocol';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FileCard } from './file-card.tsx';
import { FileName } from './file-name.tsx';
import { join } from '../elements/join.ts';
import { lazyOverlay } from '../app/lazy-part.tsx';
import { frameOf } from './picture-size.ts';
import { addressOf, useFileWords } from './use-file-words.ts';

const FileLightbox = lazyOverlay(async () => (await import('../dialogs/file-lightbox.tsx')).FileLightbox);

/** Below a preview: name, size, and the way to the file itself. */
function Caption({ file, width }: { file: FileView; width: number }) {
  const words = useFileWords(file);
  return (
    <a
      href={addressOf(file)}
      download={file.name}
      aria-label={words.download}
      style={{ maxWidth: `min(100%, ${Math.max(width, 200)}px)` }}
      className="mt-1 flex w-fit min-w-0 items-center gap-1.5 rounded text-xs text-soft hover:text-ink hover:underline"
    >
      <Download size={13} aria-hidden="true" className="shrink-0" />
      <FileName name={file.name} />
      <span className="shrink-0">{`· ${words.size}`}</span>
    </a>
  );
}

/** Milliseconds: of very many pictures at once some are refused, and asked for once more. */
const againMs = 1500;

function PicturePreview({ file, picture }: { file: FileView; picture: PictureView }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const [isAgain, setAgain] = useState(false);
  if (isMissing) return <FileCard file={file} />;
  const missed = () => void (isAgain ? setMissing(true) : setTimeout(() => setAgain(true), againMs));
  const frame = frameOf(picture);
  const isSmall = picture.width < frame.width || picture.height < frame.height;
  return (
    <div className="mt-1 max-w-full">
      <button
        type="button"
        aria-label={t('file.enlarge', { name: file.name })}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        style={{ width: frame.width, aspectRatio: `${frame.width} / ${frame.height}` }}
        className="block max-w-full cursor-zoom-in overflow-hidden rounded-lg border border-line bg-hover"
      >
        <img
          key={String(isAgain)}
          src={picture.thumbnail}
          alt={file.name}
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={missed}
          className={join('size-full', isSmall ? 'object-scale-down' : 'object-cover')}
        />
      </button>
      <Caption file={file} width={frame.width} />
      {isOpen ? <FileLightbox file={file} picture={picture} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

const videoWidth = 400;

/** Browsers deny this one by its name, and play what is in most of its files. */
const deniedByName = 'video/quicktime';

function mayPlay(type: string): boolean {
  return type === deniedByName || document.createElement('video').canPlayType(type) !== '';
}

/**
 * Played from the file itself; a moment after its beginning is what stands there until then. What the browser cannot play,
 * or only hear, is a file like any other.
 */
function VideoPreview({ file }: { file: FileView }) {
  const [isPlayable, setPlayable] = useState(() => mayPlay(file.type));
  if (!isPlayable) return <FileCard file={file} />;
  return (
    <div className="mt-1 max-w-full" style={{ width: videoWidth }}>
      {/* What people send each other has no captions. */}
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
      <video
        controls
        preload="metadata"
        src={`${addressOf(file) ?? ''}#t=0.1`}
        aria-label={file.name}
        onError={() => setPlayable(false)}
        onLoadedMetadata={({ currentTarget }) => currentTarget.videoWidth === 0 && setPlayable(false)}
        className="aspect-video w-full rounded-lg border border-line bg-stage"
      />
      <Caption file={file} width={videoWidth} />
    </div>
  );
}

/** A file as the office shows it: picture and video with a preview, everything else as a card (CONT-6). */
export function FilePreview({ file }: { file: FileView }) {
  if (file.preview === 'image' && file.picture !== null)
    return <PicturePreview file={file} picture={file.picture} />;
  return file.preview === 'video' ? <VideoPreview file={file} /> : <FileCard file={file} />;
}
