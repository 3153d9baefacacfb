import type { FileLinkView } from '@tieline/protocol';
import { Download, Paperclip } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { FileIcon } from './file-icon.tsx';
import { FileName } from './file-name.tsx';
import { addressOf, useFileWords } from './use-file-words.ts';

const card =
  'mt-1 inline-flex max-w-full min-w-0 items-center gap-3 rounded-lg border border-line bg-raised py-2 ps-2.5 pe-3';

/** A document of a message: its kind, name, type and size; a click downloads it. */
export function FileCard({ file }: { file: FileLinkView }) {
  const words = useFileWords(file);
  return (
    <a
      href={addressOf(file)}
      download={file.name}
      aria-label={words.download}
      className={`${card} w-80 hover:bg-hover`}
    >
      <span className="inline-flex size-10 shrink-0 items-center justify-center rounded-md bg-accent-soft text-accent">
        <FileIcon type={file.type} />
      </span>
      <span className="min-w-0 flex-1">
        <FileName name={file.name} className="font-medium" />
        <span className="block truncate text-xs text-soft">{`${words.kind} · ${words.size}`}</span>
      </span>
      <Download size={16} aria-hidden="true" className="shrink-0 text-soft" />
    </a>
  );
}

/** A file as the console shows it: a link with name, type and size, and nothing of what is in it (CONT-5). */
export function FileLink({ file }: { file: FileLinkView }) {
  const words = useFileWords(file);
  return (
    <p className="clip-marks wrap-anywhere">
      <Paperclip size={14} aria-hidden="true" className="me-1.5 inline align-[-0.125em] text-soft" />
      <a
        href={addressOf(file)}
        download={file.name}
        dir="auto"
        translate="no"
        aria-label={words.download}
        className="text-accent underline underline-offset-2"
      >
        {file.name}
      </a>
      <span aria-hidden="true" className="ms-2 text-xs whitespace-nowrap text-soft">
        {`${words.kind} · ${words.size}`}
      </span>
    </p>
  );
}

/** A file whose message is not stored yet; what became of one that is not on its way stands below it. */
export function PendingFile({ name, isOnItsWay }: { name: string | null; isOnItsWay: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={`${card} w-80`}>
      <span className="inline-flex size-10 shrink-0 items-center justify-center rounded-md bg-hover text-soft">
        <Paperclip size={18} aria-hidden="true" />
      </span>
      <span className="min-w-0 flex-1">
        <FileName name={name ?? t('file.unknown')} className="font-medium" />
        {isOnItsWay ? <span className="block truncate text-xs text-soft">{t('file.pending')}</span> : null}
      </span>
    </div>
  );
}
