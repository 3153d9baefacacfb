import type { MessageBody } from '@tieline/protocol';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyOverlay } from '../ui/app/lazy-part.tsx';
import { sanitise } from './sanitise.ts';
import { useOpenImage } from './use-open-image.ts';

const Lightbox = lazyOverlay(async () => (await import('../ui/dialogs/lightbox.tsx')).Lightbox);

function Formatted({ html }: { html: string }) {
  const { t } = useTranslation();
  const text = useRef<HTMLDivElement>(null);
  const clean = useMemo(() => sanitise(html), [html]);
  const [enlarged, setEnlarged] = useState<HTMLImageElement | null>(null);
  const nameOf = useCallback((image: HTMLImageElement) => image.alt || t('file.image'), [t]);
  const labelOf = useCallback(
    (image: HTMLImageElement) => t('file.enlarge', { name: nameOf(image) }),
    [t, nameOf],
  );
  useOpenImage(text, clean, labelOf, setEnlarged);
  return (
    <>
      <div
        ref={text}
        dir="auto"
        className="rich clip-marks wrap-anywhere"
        dangerouslySetInnerHTML={{ __html: clean }}
      />
      {enlarged === null ? null : (
        <Lightbox
          title={nameOf(enlarged)}
          alt={nameOf(enlarged)}
          source={enlarged.getAttribute('src') ?? ''}
          standIn={enlarged.src}
          size={{ width: enlarged.naturalWidth, height: enlarged.naturalHeight }}
          onClose={() => setEnlarged(null)}
        />
      )}
    </>
  );
}

/** A message as the console shows it: formatted, sanitised once more before it is shown. */
export function RichText({ body }: { body: MessageBody }) {
  if (body.kind === 'plain')
    return (
      <p dir="auto" className="clip-marks lines-by-letter whitespace-pre-wrap">
        {body.text}
      </p>
    );
  return <Formatted html={body.kind === 'rich' ? body.html : ''} />;
}
