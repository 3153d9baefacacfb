import type { ConversationView } from '@tieline/protocol';
import { Upload } from 'lucide-react';
import type { ComponentProps, DragEvent } from 'react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { filesOf, hasFiles, useAttach } from './use-attach.ts';

/** Shown over a conversation while files are held above it. */
function DropZone({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <div className="pointer-events-none absolute inset-2 z-30 flex animate-appear flex-col items-center justify-center gap-1.5 rounded-xl border-2 border-dashed border-accent bg-accent-soft p-4 text-center">
      <Upload size={30} aria-hidden="true" className="mb-1 text-accent" />
      <p className="text-base font-semibold">{t('upload.drop')}</p>
      <p className="text-soft">{t('upload.dropHint', { name })}</p>
    </div>
  );
}

/** A conversation onto which files may be dropped. Where they may not be sent, a drop says why. */
export function FileDrop({
  conversation,
  children,
  ...rest
}: ComponentProps<'section'> & { conversation: ConversationView }) {
  const attach = useAttach(conversation);
  const [isOver, setOver] = useState(false);
  const onDragOver = (event: DragEvent) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    setOver(true);
  };
  const onDragLeave = (event: DragEvent) => {
    const isInside = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
    if (!isInside) setOver(false);
  };
  const onDrop = (event: DragEvent) => {
    setOver(false);
    // What the editor took is its own: images in rich text.
    if (event.defaultPrevented || !hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    const { files, folders } = filesOf(event.dataTransfer);
    attach(files, folders);
  };
  return (
    <section {...rest} onDragOver={onDragOver} onDragLeave={onDragLeave} onDrop={onDrop}>
      {children}
      {isOver && conversation.abilities.files.allowed ? <DropZone name={conversation.peer.name} /> : null}
    </section>
  );
}

/** A file that is dropped beside the places for it would take the browser away from the app. */
export function useDropGuard(): void {
  useEffect(() => {
    const guard = (event: globalThis.DragEvent) => {
      if (event.defaultPrevented || !hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'none';
    };
    addEventListener('dragover', guard);
    addEventListener('drop', guard);
    return () => {
      removeEventListener('dragover', guard);
      removeEventListener('drop', guard);
    };
  }, []);
}
