import type { ConversationView } from '@tieline/protocol';
import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Avatar } from '../elements/avatar.tsx';
import { ArchiveBadge, KindLabel, SideBadge, UnreadBadge } from '../elements/badge.tsx';
import { useClientState, useSelf } from '../app/client-context.tsx';
import { usualPeer } from '../elements/usual-side.ts';
import { unreadOf } from '../conversation-list/lists.ts';
import { PresenceText } from '../presence/presence-text.tsx';
import { usePresence } from '../presence/use-presence.ts';

interface HeaderProps {
  readonly conversation: ConversationView;
  readonly backTo: string;
  readonly children?: ReactNode;
}

/** What is unread in the list that the way back leads to: on a phone nothing else tells of it while a chat is open. */
function useUnreadElsewhere({ id, archive }: ConversationView): number {
  return useClientState(({ conversations }) => {
    const list = [...conversations.values()].filter((one) => (one.archive === null) === (archive === null));
    return unreadOf(list.filter((one) => one.id !== id));
  });
}

/** Whom this chat is with, and how they look now. */
export function ConversationHeader({ conversation, backTo, children }: HeaderProps) {
  const { t } = useTranslation();
  const self = useSelf();
  const { peer, archive } = conversation;
  const presence = usePresence(peer.roster, peer.seat, peer.presence);
  const elsewhere = useUnreadElsewhere(conversation);
  return (
    <header className="beside-scrollbar shrink-0 border-b border-line bg-surface">
      <div className="mx-auto flex min-h-14 w-full max-w-4xl items-center gap-3 px-4 py-2 short:min-h-11 short:py-1">
        <Link
          to={backTo}
          aria-label={
            elsewhere > 0 ? t('conversation.backUnread', { count: elsewhere }) : t('conversation.back')
          }
          className="relative -ms-2.25 inline-flex size-9 items-center justify-center rounded-md text-soft hover:bg-hover md:hidden"
        >
          <ArrowLeft size={18} aria-hidden="true" className="rtl:-scale-x-100" />
          <span className="absolute -end-1.5 -top-0.5">
            <UnreadBadge count={elsewhere} />
          </span>
        </Link>
        <Avatar
          name={peer.name}
          kind={peer.kind}
          seed={peer.seat}
          size="large"
          {...(archive ? {} : { presence: presence.word })}
        />
        <div className="min-w-0 flex-1">
          <div className="flex items-center gap-2">
            <h1
              translate="no"
              dir="auto"
              className="truncate text-match-parent text-[0.9375rem] font-semibold"
            >
              {peer.name}
            </h1>
            <SideBadge kind={peer.kind} usual={usualPeer(conversation, self.kind)} />
            {archive ? <ArchiveBadge /> : null}
          </div>
          <p className="flex min-w-0 items-center gap-1.5 text-xs text-soft">
            {archive ? null : <PresenceText presence={presence} />}
            {archive || peer.title === '' ? null : <span aria-hidden="true">·</span>}
            <span dir="auto" className="truncate text-match-parent">
              {peer.title}
            </span>
          </p>
        </div>
        <span className="max-lg:hidden">
          <KindLabel kind={conversation.kind} />
        </span>
        {children}
      </div>
    </header>
  );
}
