import type { PendingMessage } from '@tieline/client';
import type { ConversationView } from '@tieline/protocol';
import { useMemo } from 'react';
import { useSelf } from '../app/client-context.tsx';
import { TimelineItem } from './timeline-parts.tsx';
import { timelineRows } from './timeline-rows.ts';

interface PendingRowsProps {
  readonly conversation: ConversationView;
  readonly pending: readonly PendingMessage[];
}

/** What was written while the messages before it are not there yet: nobody should write it twice. */
export function PendingRows({ conversation, pending }: PendingRowsProps) {
  const self = useSelf();
  const rows = useMemo(() => timelineRows([], pending, self.seat, null), [pending, self.seat]);
  if (rows.length === 0) return null;
  return (
    <div role="list" className="max-h-1/2 shrink-0 overflow-y-auto pb-3 [scrollbar-gutter:stable]">
      {rows.map((row) => (
        <div key={row.key} role="listitem" className="flow-root">
          <TimelineItem row={row} conversation={conversation} read={false} start={null} />
        </div>
      ))}
    </div>
  );
}
