import { isMissed } from '@tieline/client';
import type { ConversationView, MessageView } from '@tieline/protocol';
import { ExternalLink, Info } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../elements/avatar.tsx';
import { SideBadge } from '../elements/badge.tsx';
import { useSelf } from '../app/client-context.tsx';
import { join } from '../elements/join.ts';
import { usualInChat } from '../elements/usual-side.ts';
import { MessageContent } from './message-content.tsx';
import { PendingNote } from './pending-note.tsx';
import type { TimelineRow } from './timeline-rows.ts';
import { useTimes } from '../time/use-times.ts';

/** A line below a message: what became of it. */
function Note({ children }: { children: React.ReactNode }) {
  return (
    <p className="mt-0.5 flex items-center gap-1.5 text-xs text-faint select-none">
      <Info size={12} aria-hidden="true" className="shrink-0" />
      <span>{children}</span>
    </p>
  );
}

/** The page has no script, so it is told here in whose time it shows when the message was written. */
function inOwnTime(path: string): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return `${path}?zone=${encodeURIComponent(timeZone)}`;
}

function FormattedLink({ path }: { path: string }) {
  const { t } = useTranslation();
  return (
    <a
      href={inOwnTime(path)}
      target="_blank"
      rel="noopener noreferrer"
      className="mt-1 inline-flex items-center gap-1 rounded text-xs font-medium text-accent select-none hover:underline"
    >
      <span>{t('message.formatted')}</span>
      <ExternalLink size={12} aria-hidden="true" />
      <span className="sr-only">{`(${t('message.newTab')})`}</span>
    </a>
  );
}

interface FateProps {
  readonly message: MessageView;
  readonly own: boolean;
  readonly conversation: ConversationView;
}

function Fate({ message, own, conversation: { peer, counts } }: FateProps) {
  const { t } = useTranslation();
  if (!isMissed(message)) return null;
  if (own) return <Note>{t('message.fateSent', { name: peer.name })}</Note>;
  return <Note>{t(counts === 'missed' ? 'message.fateArrived' : 'message.missed')}</Note>;
}

/** Who wrote it and when, above the first message of a group. */
function Byline({ row, conversation }: RowProps) {
  const { t } = useTranslation();
  const self = useSelf();
  const times = useTimes();
  const stored = row.kind === 'stored' ? row.message.from : null;
  const name = stored?.name ?? self.name;
  const kind = stored?.kind ?? self.kind;
  return (
    <div className="flex flex-wrap items-center gap-x-2 leading-5 select-none">
      <span translate="no" dir="auto" className="clip-marks font-semibold">
        {name}
      </span>
      {row.own ? <span className="text-xs text-faint">{t('message.you')}</span> : null}
      <SideBadge kind={kind} usual={usualInChat(conversation.kind, self.kind)} />
      <time
        translate="no"
        dateTime={row.at}
        title={times.full(row.at)}
        className="text-xs text-faint tabular"
      >
        {times.clock(row.at)}
      </time>
    </div>
  );
}

interface RowProps {
  readonly row: TimelineRow;
  readonly conversation: ConversationView;
}

function Gutter({ row }: { row: TimelineRow }) {
  const self = useSelf();
  const times = useTimes();
  if (row.head !== 'author') {
    return (
      <time
        translate="no"
        dateTime={row.at}
        title={times.full(row.at)}
        className={join(
          'w-9 shrink-0 pt-[3px] text-end text-2xs whitespace-nowrap text-faint tabular select-none',
          row.head === 'none' && 'opacity-0 group-hover:opacity-100',
        )}
      >
        {times.narrow(row.at)}
      </time>
    );
  }
  const from = row.kind === 'stored' ? row.message.from : self;
  return (
    <span className="w-9 shrink-0 pt-0.5 select-none">
      <Avatar name={from.name} kind={from.kind} seed={from.seat} size="large" />
    </span>
  );
}

/** What is copied of a message in place of what it shows: of a file its name; else nothing, what it shows is its words. */
function wordsOf(row: TimelineRow): string {
  if (row.kind === 'pending') return row.pending.fileName ?? '';
  return row.message.file?.name ?? '';
}

/** One message with its byline, its text and what became of it. */
export function MessageRow({ row, conversation, read }: RowProps & { read: boolean }) {
  const { t } = useTranslation();
  return (
    <div
      data-seq={row.kind === 'stored' ? row.message.seq : undefined}
      className={join(
        'group mx-auto flex max-w-4xl gap-3 px-4 hover:bg-hover/60 md:rounded-md',
        row.head === 'author' ? 'mt-3 pt-0.5' : 'pt-0.5',
        row.head === 'minute' && 'mt-1',
        'pb-0.5',
      )}
    >
      <Gutter row={row} />
      <div className="min-w-0 flex-1">
        {row.head === 'author' ? <Byline row={row} conversation={conversation} /> : null}
        <div data-words={wordsOf(row)}>
          <MessageContent row={row} />
        </div>
        {row.kind === 'stored' ? (
          <>
            {row.message.surface === 'office' && row.message.formatted?.startsWith('/') ? (
              <FormattedLink path={row.message.formatted} />
            ) : null}
            <Fate message={row.message} own={row.own} conversation={conversation} />
            {read ? <p className="mt-0.5 text-xs text-faint select-none">{t('message.read')}</p> : null}
          </>
        ) : (
          <PendingNote conversation={conversation.id} pending={row.pending} />
        )}
      </div>
    </div>
  );
}
