import type { ConversationView } from '@tieline/protocol';
import { LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../elements/avatar.tsx';
import { KindLabel } from '../elements/badge.tsx';
import { RowBoundary } from '../app/crash-boundary.tsx';
import { MessageRow } from './message-row.tsx';
import type { TimelineRow } from './timeline-rows.ts';
import { useNow, useTimes } from '../time/use-times.ts';

function DaySeparator({ at }: { at: string }) {
  const times = useTimes();
  const now = useNow(60_000);
  return (
    <div className="mx-auto flex max-w-4xl items-center gap-3 px-4 pt-5 pb-1 select-none">
      <span className="h-px flex-1 bg-line" />
      <span className="text-xs font-medium text-faint">{times.day(at, now)}</span>
      <span className="h-px flex-1 bg-line" />
    </div>
  );
}

function UnreadLine() {
  const { t } = useTranslation();
  return (
    <div className="mx-auto flex max-w-4xl items-center gap-3 px-4 pt-3 select-none">
      <span className="h-px flex-1 bg-accent" />
      <span className="text-xs font-semibold text-accent">{t('conversation.unread')}</span>
    </div>
  );
}

interface ItemProps {
  readonly row: TimelineRow;
  readonly conversation: ConversationView;
  readonly read: boolean;
  /** What stands above the very first message. */
  readonly start: ReactNode;
}

/** A message and what stands above it. */
export function TimelineItem({ row, conversation, read, start }: ItemProps) {
  return (
    <>
      {start}
      <RowBoundary row="message" of={row}>
        {row.newDay ? <DaySeparator at={row.at} /> : null}
        {row.firstUnread ? <UnreadLine /> : null}
        <MessageRow row={row} conversation={conversation} read={read} />
      </RowBoundary>
    </>
  );
}

/** Beside a page whose earlier or later ones are still to come. */
export function PageLoading({ text }: { text: string }) {
  return (
    <p className="flex shrink-0 items-center justify-center gap-2 py-4 text-xs text-faint select-none">
      <LoaderCircle size={14} aria-hidden="true" className="animate-spin" />
      <span>{text}</span>
    </p>
  );
}

interface StartProps {
  readonly conversation: ConversationView;
  /** The first message that is shown, or null where there is none. */
  readonly firstSeq: number | null;
}

function useStartText({ conversation, firstSeq }: StartProps): string {
  const { t } = useTranslation();
  const times = useTimes();
  const { peer, interaction, phase } = conversation;
  if (phase === 'over') return t('conversation.interactionNext');
  if (interaction !== null) {
    return t('conversation.interactionStarted', { when: times.full(interaction.startedAt) });
  }
  return (firstSeq ?? 1) > 1 ? t('conversation.limited') : t('conversation.beginning', { name: peer.name });
}

/** How far back this goes: to the beginning, or to where the reader's view begins. */
export function TimelineStart(props: StartProps) {
  const { peer, kind } = props.conversation;
  const text = useStartText(props);
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col items-start gap-1 px-4 pt-10 pb-2 select-none">
      <Avatar name={peer.name} kind={peer.kind} seed={peer.seat} size="large" />
      <p
        translate="no"
        dir="auto"
        className="mt-2 max-w-full truncate text-match-parent text-base font-semibold"
      >
        {peer.name}
      </p>
      <KindLabel kind={kind} />
      <p className="text-soft">{text}</p>
    </div>
  );
}
