import type { Upload } from '@tieline/client';
import { useEffect, useRef, useState } from 'react';
import { FileIcon } from './file-icon.tsx';

/** Types that every browser can draw. */
const drawableTypes = /^image\/(?:png|jpeg|gif|webp|avif|bmp|svg\+xml)$/;

/** Shows the content itself; its address is there for as long as somebody looks. */
function Picture({ content, onBroken }: { content: Blob; onBroken: () => void }) {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(content);
    if (image.current) image.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [content]);
  return <img ref={image} alt="" onError={onBroken} className="size-full object-cover" />;
}

/** A small picture of an image, a sign for everything else. The name stands beside it. */
export function UploadPicture({ upload }: { upload: Upload }) {
  const [isBroken, setBroken] = useState(false);
  const isDrawable = drawableTypes.test(upload.type) && !isBroken;
  return (
    <span className="inline-flex size-10 shrink-0 items-center justify-center overflow-hidden rounded-md bg-accent-soft text-accent">
      {isDrawable ? (
        <Picture content={upload.content} onBroken={() => setBroken(true)} />
      ) : (
        <FileIcon type={upload.type} />
      )}
    </span>
  );
}
