import type { ConversationView } from '@tieline/protocol';
import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Avatar } from './avatar.tsx';
import { ArchiveBadge, KindLabel, SideBadge } from './badge.tsx';
import { useSelf } from './client-context.tsx';
import { PresenceText } from './presence-text.tsx';
import { usePresence } from './use-presence.ts';

interface HeaderProps {
  readonly conversation: ConversationView;
  readonly backTo: string;
  readonly children?: ReactNode;
}

/** Whom this chat is with, and how they look now. */
export function ConversationHeader({ conversation, backTo, children }: HeaderProps) {
  const { t } = useTranslation();
  const self = useSelf();
  const { peer, archive } = conversation;
  const presence = usePresence(peer.roster, peer.seat, peer.presence);
  const isOtherSide = peer.kind !== self.kind || archive !== null;
  return (
    <header className="flex min-h-14 items-center gap-3 border-b border-line bg-surface px-3 py-2 md:px-4">
      <Link
        to={backTo}
        aria-label={t('conversation.back')}
        className="-ms-1 inline-flex size-9 items-center justify-center rounded-md text-soft hover:bg-hover md:hidden"
      >
        <ArrowLeft size={18} aria-hidden="true" className="rtl:-scale-x-100" />
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
          <h1 className="truncate text-[0.9375rem] font-semibold">{peer.name}</h1>
          {isOtherSide ? <SideBadge kind={peer.kind} /> : null}
          {archive ? <ArchiveBadge /> : null}
        </div>
        <p className="flex min-w-0 items-center gap-1.5 text-xs text-soft">
          {archive ? null : <PresenceText presence={presence} />}
          {archive || peer.title === '' ? null : <span aria-hidden="true">·</span>}
          <span className="truncate">{peer.title}</span>
        </p>
      </div>
      <span className="max-lg:hidden">
        <KindLabel kind={conversation.kind} />
      </span>
      {children}
    </header>
  );
}
