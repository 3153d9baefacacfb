import { FileLink, PendingFile } from './file-card.tsx';
import { FilePreview } from './file-preview.tsx';
import { Body, bodyOf } from './message-body.tsx';
import type { TimelineRow } from './timeline-rows.ts';

/** What a message says: its text, or its file, whose name the text would only repeat. */
export function MessageContent({ row }: { row: TimelineRow }) {
  if (row.kind === 'pending') {
    const { body, fileName } = row.pending;
    return body.kind === 'file' ? <PendingFile name={fileName} /> : <Body body={body} />;
  }
  const { message } = row;
  if (message.file === null) return <Body body={bodyOf(message)} />;
  return message.surface === 'office' ? (
    <FilePreview file={message.file} />
  ) : (
    <FileLink file={message.file} />
  );
}
