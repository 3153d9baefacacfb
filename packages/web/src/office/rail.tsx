import { Archive, MessagesSquare, UsersRound, type LucideIcon } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { Avatar } from '../ui/elements/avatar.tsx';
import { useClientState, useSelf } from '../ui/app/client-context.tsx';
import { join } from '../ui/elements/join.ts';
import { chatsIn, unreadOf } from '../ui/conversation-list/lists.ts';
import { isPhone } from '../ui/app/is-phone.ts';
import { Mark } from '../ui/elements/logo.tsx';
import { MenuButton } from '../ui/account/menu-button.tsx';

interface RailLinkProps {
  readonly to: string;
  readonly icon: LucideIcon;
  readonly label: string;
  readonly unread?: number;
}

function RailLink({ to, icon: Icon, label, unread = 0 }: RailLinkProps) {
  const { t } = useTranslation();
  return (
    <NavLink
      to={to}
      className={({ isActive }) =>
        join(
          'group flex flex-1 flex-col items-center gap-0.5 rounded-lg py-1.5 text-2xs font-medium max-md:short:flex-row max-md:short:justify-center max-md:short:py-0 md:w-full md:flex-none md:py-2',
          isActive ? 'text-on-deep' : 'text-on-deep-soft hover:text-on-deep',
        )
      }
    >
      <span className="relative rounded-lg px-3.5 py-1 group-hover:bg-on-deep/10 group-aria-[current]:bg-on-deep/18">
        <Icon size={20} aria-hidden="true" strokeWidth={1.9} />
        {unread > 0 ? (
          <span className="absolute -end-0.5 -top-1 inline-flex h-4 min-w-4 animate-late items-center justify-center rounded-full bg-on-deep px-1 text-[0.625rem] font-bold text-deep tabular">
            <span translate="no" aria-hidden="true">
              {unread > 99 ? t('list.many') : unread}
            </span>
          </span>
        ) : null}
      </span>
      <span>{label}</span>
      {unread > 0 ? (
        <span key={unread} className="sr-only">
          {t('rail.unread', { count: unread })}
        </span>
      ) : null}
    </NavLink>
  );
}

function You() {
  const { t } = useTranslation();
  const self = useSelf();
  return (
    <MenuButton
      label={`${t('account.menu', { name: self.name })}. ${t('account.statusButton', { status: t(`presence.${self.status}`) })}`}
      menu="office"
      side={isPhone() ? 'top' : 'right'}
      className="flex flex-1 flex-col items-center gap-0.5 rounded-lg py-1.5 text-2xs font-medium text-on-deep-soft max-md:short:flex-row max-md:short:justify-center max-md:short:gap-1.5 max-md:short:py-0.5 [--under:var(--accent-deep)] hover:text-on-deep md:w-full md:flex-none md:py-2"
    >
      <Avatar name={self.name} kind={self.kind} seed={self.seat} size="medium" presence={self.status} />
      <span className="md:sr-only">{t('rail.you')}</span>
    </MenuButton>
  );
}

/** The rail of the office app; on a phone, tabs at the bottom. */
export function Rail({ className }: { className: string }) {
  const { t } = useTranslation();
  const self = useSelf();
  const all = useClientState((state) => state.conversations);
  const [chats, archived] = useMemo(
    () => [unreadOf(chatsIn(all, ['chats'])), unreadOf(chatsIn(all, ['archive']))],
    [all],
  );
  return (
    <nav
      aria-label={t('rail.label')}
      className={join(
        'on-deep flex shrink-0 items-stretch gap-1 bg-deep px-2 pt-1 pb-[max(0.25rem,env(safe-area-inset-bottom))] md:w-[4.75rem] md:flex-col md:items-center md:px-1.5 md:py-3',
        className,
      )}
    >
      <Mark className="mb-4 size-8 text-on-deep max-md:hidden" />
      <RailLink to="/chats" icon={MessagesSquare} label={t('rail.chats')} unread={chats} />
      <RailLink to="/people" icon={UsersRound} label={t('rail.people')} />
      {self.hasArchive ? (
        <RailLink to="/archive" icon={Archive} label={t('rail.archive')} unread={archived} />
      ) : null}
      <span className="flex-1 max-md:hidden" />
      <You />
    </nav>
  );
}
