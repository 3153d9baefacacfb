import { limits } from '@tieline/protocol';
import { ArrowDown, ArrowUp, CheckCheck } from 'lucide-react';
import { type MouseEvent, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelineReader } from './timeline-reader.ts';

interface PillsProps {
  readonly reader: TimelineReader;
  readonly onUnread: () => void;
  readonly onRead: () => void;
  readonly onNewest: () => void;
}

const pill =
  'inline-flex h-8 items-center gap-1.5 border max-md:h-10 border-line bg-raised px-3.5 text-xs font-medium text-soft shadow-high hover:text-ink';

/** Nobody has counted further than the limit. */
const isMany = (count: number) => count >= limits.unreadCount;

/** The way to what is unread above, and out of it without reading. */
function UnreadAbove({
  count,
  onUnread,
  onRead,
}: { count: number } & Pick<PillsProps, 'onUnread' | 'onRead'>) {
  const { t } = useTranslation();
  return (
    <div className="absolute inset-x-0 top-2 z-10 mx-auto flex w-fit max-w-full animate-appear px-2">
      <button type="button" onClick={onUnread} className={`${pill} rounded-s-full`}>
        <ArrowUp size={14} aria-hidden="true" className="shrink-0 text-accent" />
        <span>{t(isMany(count) ? 'conversation.aboveMany' : 'conversation.aboveCount', { count })}</span>
      </button>
      <button type="button" onClick={onRead} className={`${pill} -ms-px rounded-e-full`}>
        <CheckCheck size={14} aria-hidden="true" className="shrink-0" />
        <span>{t('conversation.markRead')}</span>
      </button>
    </div>
  );
}

function NewestPill({ count, onNewest }: { count: number } & Pick<PillsProps, 'onNewest'>) {
  const { t } = useTranslation();
  const many = isMany(count) ? 'conversation.newMany' : 'conversation.newCount';
  return (
    <button
      type="button"
      onClick={onNewest}
      aria-label={t('conversation.newest')}
      className={`${pill} absolute inset-x-0 bottom-3 z-10 mx-auto w-fit animate-appear rounded-full`}
    >
      <ArrowDown size={14} aria-hidden="true" className={count > 0 ? 'text-accent' : ''} />
      <span>{count > 0 ? t(many, { count }) : t('conversation.newestShort')}</span>
    </button>
  );
}

/** A way that was taken may be gone: its focus goes to the messages. */
function focusMessages({ currentTarget }: MouseEvent): void {
  const frame = currentTarget.closest('[data-timeline]');
  frame?.querySelector<HTMLElement>('[role="region"]')?.focus({ preventScroll: true });
}

/** The ways to what is not in view. */
export function TimelinePills({ reader, onUnread, onRead, onNewest }: PillsProps) {
  const { above, below, atNewest } = useSyncExternalStore(reader.subscribe, reader.counts);
  return (
    <div onClick={focusMessages} role="presentation" className="contents">
      {above > 0 ? <UnreadAbove count={above} onUnread={onUnread} onRead={onRead} /> : null}
      {atNewest ? null : <NewestPill count={below} onNewest={onNewest} />}
    </div>
  );
}
