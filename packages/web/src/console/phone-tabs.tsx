import { MessagesSquare, UsersRound, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { join } from '../ui/elements/join.ts';

function PhoneTab({ to, icon: Icon, label }: { to: string; icon: LucideIcon; label: string }) {
  return (
    <NavLink
      to={to}
      className={({ isActive }) =>
        join(
          'flex flex-1 flex-col items-center gap-0.5 rounded-lg py-2 text-2xs font-medium short:flex-row short:justify-center short:gap-1.5 short:py-1',
          isActive ? 'text-on-deep' : 'text-on-deep-soft',
        )
      }
    >
      <Icon size={20} aria-hidden="true" />
      <span>{label}</span>
    </NavLink>
  );
}

/** Where the screen is too narrow for chats and contacts side by side. */
export function PhoneTabs({ className }: { className: string }) {
  const { t } = useTranslation();
  return (
    <nav
      aria-label={t('rail.label')}
      className={join(
        'on-deep flex shrink-0 gap-1 bg-deep px-2 pb-[env(safe-area-inset-bottom)] lg:hidden',
        className,
      )}
    >
      <PhoneTab to="/chats" icon={MessagesSquare} label={t('rail.chats')} />
      <PhoneTab to="/contacts" icon={UsersRound} label={t('rail.contacts')} />
    </nav>
  );
}
