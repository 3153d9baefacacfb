import type { ConversationView } from '@tieline/protocol';
import type { ReactNode } from 'react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DraftBadge, SideBadge, UnreadBadge, UnsentBadge } from '../elements/badge.tsx';
import { useClientState, useSelf } from '../app/client-context.tsx';
import { draftWords } from '../composer/draft-words.ts';
import { followDrafts, peekDraft } from '../composer/drafts.ts';
import { focusComposer } from '../keyboard/focus.ts';
import { join } from '../elements/join.ts';
import { usualInSection } from '../elements/usual-side.ts';
import { PersonLine } from '../elements/person-line.tsx';
import { ListTime } from '../time/list-time.tsx';
import { pathOf } from './lists.ts';
import { isUnsent } from './unsent.ts';
import { usePresence } from '../presence/use-presence.ts';

interface ItemProps {
  readonly conversation: ConversationView;
  readonly open: boolean;
  readonly now: number;
  /** Stands where the time stands, such as how long somebody waits. */
  readonly aside?: ReactNode;
}

/** The words of what is typed in a chat that is not open; empty where there are none. */
function useDraftWords({ id, archive }: ConversationView, open: boolean): string {
  const { t } = useTranslation();
  const { seat, surface } = useSelf();
  const draft = useSyncExternalStore(followDrafts, () => peekDraft(seat, id));
  return open || archive ? '' : draftWords(draft, surface, t('file.image'));
}

/** The newest message, or what is typed: what nobody has read yet is never covered by own words. */
function Excerpt({ conversation, draft }: { conversation: ConversationView; draft: string }) {
  const { t } = useTranslation();
  const self = useSelf();
  const { archive, excerpt, excerptFrom, unread } = conversation;
  const gone = useClientState(({ goneChats }) => goneChats.get(conversation.id));
  const isOver = gone !== undefined && gone.conversation.phase !== 'permanent';
  if (draft !== '' && unread === 0) {
    return (
      <>
        <span className="shrink-0 text-wait-ink whitespace-pre">{`${t('list.draft')}: `}</span>
        <span dir="auto" className="min-w-0 flex-1 truncate text-match-parent">
          {draft}
        </span>
      </>
    );
  }
  if (excerpt === '') return <span className="truncate">{t(isOver ? 'list.ended' : 'list.noMessages')}</span>;
  return (
    <>
      {excerptFrom === (archive?.seat ?? self.seat) ? (
        <span className="shrink-0 text-faint whitespace-pre">{`${t('list.you')}: `}</span>
      ) : null}
      <span dir="auto" className="min-w-0 flex-1 truncate text-match-parent">
        {excerpt}
      </span>
    </>
  );
}

/** What stands behind the words: a draft that they do not show, a message that was not sent, how much is unread. */
function StateBadges({
  conversation: { id, unread },
  draft,
  open,
}: {
  conversation: ConversationView;
  draft: string;
  open: boolean;
}) {
  const hasUnsent = useClientState(({ timelines }) => timelines.get(id)?.pending.some(isUnsent) ?? false);
  return (
    <>
      {hasUnsent ? <UnsentBadge /> : null}
      {draft !== '' && unread > 0 ? <DraftBadge /> : null}
      <UnreadBadge count={unread} late={open} />
    </>
  );
}

/** One chat of a list: a link to it. */
export function ConversationItem({ conversation, open, now, aside }: ItemProps) {
  const { t } = useTranslation();
  const draft = useDraftWords(conversation, open);
  const { peer, unread, archive } = conversation;
  const presence = usePresence(peer.roster, peer.seat, peer.presence);
  return (
    <li>
      <Link
        to={pathOf(conversation)}
        aria-current={open ? 'page' : undefined}
        data-conversation={conversation.id}
        data-list-row=""
        onClick={() => open && focusComposer()}
        className={join(
          'relative flex items-center gap-2.5 rounded-lg px-2.5 py-2 transition-colors duration-(--quick)',
          open
            ? 'bg-accent-soft [--under:var(--accent-soft)]'
            : 'hover:bg-hover hover:[--under:var(--hover)]',
        )}
      >
        <PersonLine
          person={peer}
          size="large"
          presence={archive ? undefined : presence.word}
          nameClass={unread > 0 ? 'font-semibold' : 'font-medium'}
          marks={
            <>
              {archive ? null : <span className="sr-only">{`, ${t(`presence.${presence.word}`)}, `}</span>}
              <SideBadge kind={peer.kind} usual={usualInSection[conversation.section]} />
              <span className="ms-auto shrink-0 ps-1 text-xs text-faint tabular">
                {aside ?? (conversation.lastAt ? <ListTime at={conversation.lastAt} now={now} /> : null)}
              </span>
            </>
          }
        >
          <span className="flex items-center gap-2">
            <span
              className={join('flex min-w-0 flex-1 text-[0.8125rem]', unread > 0 ? 'text-ink' : 'text-soft')}
            >
              <Excerpt conversation={conversation} draft={draft} />
            </span>
            <StateBadges conversation={conversation} draft={draft} open={open} />
          </span>
        </PersonLine>
      </Link>
    </li>
  );
}
