import type { ConversationView } from '@tieline/protocol';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Avatar } from './avatar.tsx';
import { SideBadge, UnreadBadge } from './badge.tsx';
import { useSelf } from './client-context.tsx';
import { hasDraft } from './drafts.ts';
import { focusComposer } from './focus.ts';
import { join } from './join.ts';
import { pathOf } from './lists.ts';
import { usePresence } from './use-presence.ts';
import { useTimes } from './use-times.ts';

interface ItemProps {
  readonly conversation: ConversationView;
  readonly open: boolean;
  readonly now: number;
  /** Stands where the time stands, such as how long somebody waits. */
  readonly aside?: ReactNode;
}

function Excerpt({ conversation, open }: { conversation: ConversationView; open: boolean }) {
  const { t } = useTranslation();
  const self = useSelf();
  const me = conversation.archive?.seat ?? self.seat;
  if (!open && !conversation.archive && hasDraft(self.seat, conversation.id)) {
    return <span className="text-wait-ink">{t('list.draft')}</span>;
  }
  if (conversation.excerpt === '') return <span className="truncate">{t('list.noMessages')}</span>;
  return (
    <>
      {conversation.excerptFrom === me ? (
        <span className="shrink-0 text-faint whitespace-pre">{`${t('list.you')}: `}</span>
      ) : null}
      <span dir="auto" className="min-w-0 flex-1 truncate text-match-parent">
        {conversation.excerpt}
      </span>
    </>
  );
}

/** One chat of a list: a link to it. */
export function ConversationItem({ conversation, open, now, aside }: ItemProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const self = useSelf();
  const { peer, unread, archive } = conversation;
  const presence = usePresence(peer.roster, peer.seat, peer.presence);
  return (
    <li>
      <Link
        to={pathOf(conversation)}
        aria-current={open ? 'page' : undefined}
        data-conversation={conversation.id}
        onClick={() => open && focusComposer()}
        className={join(
          'relative flex items-center gap-2.5 rounded-lg px-2.5 py-2 transition-colors duration-(--quick)',
          open
            ? 'bg-accent-soft [--under:var(--accent-soft)]'
            : 'hover:bg-hover hover:[--under:var(--hover)]',
        )}
      >
        <Avatar
          name={peer.name}
          kind={peer.kind}
          seed={peer.seat}
          size="large"
          {...(archive ? {} : { presence: presence.word })}
        />
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-1.5">
            <span
              translate="no"
              dir="auto"
              className={join('truncate text-match-parent', unread > 0 ? 'font-semibold' : 'font-medium')}
            >
              {peer.name}
            </span>
            {archive ? null : <span className="sr-only">{`, ${t(`presence.${presence.word}`)}, `}</span>}
            {peer.kind === 'agent' && (self.kind === 'office' || archive) ? <SideBadge kind="agent" /> : null}
            <span className="ms-auto shrink-0 ps-1 text-xs text-faint tabular">
              {aside ?? (conversation.lastAt ? times.short(conversation.lastAt, now) : null)}
            </span>
          </span>
          <span className="flex items-center gap-2">
            <span
              className={join('flex min-w-0 flex-1 text-[0.8125rem]', unread > 0 ? 'text-ink' : 'text-soft')}
            >
              <Excerpt conversation={conversation} open={open} />
            </span>
            <UnreadBadge count={unread} late={open} />
          </span>
        </span>
      </Link>
    </li>
  );
}
