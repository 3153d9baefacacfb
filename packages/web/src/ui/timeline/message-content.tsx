import { FileLink, PendingFile } from '../files/file-card.tsx';
import { FilePreview } from '../files/file-preview.tsx';
import { Body, bodyOf } from './message-body.tsx';
import type { TimelineRow } from './timeline-rows.ts';
import { isUnsent } from '../conversation-list/unsent.ts';

/** What a message says: its text, or its file, whose name the text would only repeat. */
export function MessageContent({ row }: { row: TimelineRow }) {
  if (row.kind === 'pending') {
    const { body, fileName } = row.pending;
    const isOnItsWay = !isUnsent(row.pending);
    return body.kind === 'file' ? (
      <PendingFile name={fileName} isOnItsWay={isOnItsWay} />
    ) : (
      <Body body={body} />
    );
  }
  const { message } = row;
  if (message.file === null) return <Body body={bodyOf(message)} />;
  switch (message.surface) {
    case 'office':
      return <FilePreview file={message.file} />;
    case 'console':
      return <FileLink file={message.file} />;
  }
}
