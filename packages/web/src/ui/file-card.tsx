import type { MessageView } from '@tieline/protocol';
import { Paperclip } from 'lucide-react';
import { useTimes } from './use-times.ts';

/** A file of a message: a link with its name, type and size. */
export function FileCard({ file }: { file: NonNullable<MessageView['file']> }) {
  const times = useTimes();
  return (
    <a
      href={file.href.startsWith('/') ? file.href : undefined}
      target="_blank"
      rel="noopener noreferrer"
      className="mt-1 inline-flex max-w-full items-center gap-2.5 rounded-lg border border-line bg-raised px-3 py-2 hover:bg-hover"
    >
      <Paperclip size={16} aria-hidden="true" className="shrink-0 text-accent" />
      <span className="min-w-0">
        <span className="block truncate font-medium">{file.name}</span>
        <span className="block truncate text-xs text-soft">
          {file.type} · {times.size(file.size)}
        </span>
      </span>
    </a>
  );
}
