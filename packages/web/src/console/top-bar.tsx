import { ChevronDown, Search, Star } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../ui/elements/avatar.tsx';
import { useSelf } from '../ui/app/client-context.tsx';
import { join } from '../ui/elements/join.ts';
import { Mark } from '../ui/elements/logo.tsx';
import { MenuButton } from '../ui/account/menu-button.tsx';
import { openDialog } from '../ui/dialogs/open-dialog.ts';
import { PresenceMark } from '../ui/presence/presence-mark.tsx';
import { runningClock } from '../ui/time/time.ts';
import { useNow } from '../ui/time/use-times.ts';
import { commandKey } from '../ui/keyboard/use-shortcuts.ts';

/** The own status, with a running clock, and the menu to change it. */
function OwnStatus() {
  const { t } = useTranslation();
  const self = useSelf();
  const now = useNow(1000);
  const status = t(`presence.${self.status}`);
  return (
    <MenuButton
      label={t('account.statusButton', { status })}
      menu="status"
      side="bottom"
      className="inline-flex h-8 items-center gap-2 rounded-lg bg-surface ps-2.5 pe-2 font-medium whitespace-nowrap text-ink shadow-low hover:bg-hover"
    >
      <PresenceMark word={self.status} className="size-3" />
      <span key={self.status}>{status}</span>
      <span translate="no" className="text-soft tabular" data-testid="status-clock">
        {runningClock(self.statusSince, now)}
      </span>
      <ChevronDown size={14} aria-hidden="true" className="text-faint" />
    </MenuButton>
  );
}

function JumpButton() {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      onClick={() => openDialog('switcher')}
      className="flex h-8 w-full max-w-80 items-center gap-2 rounded-lg bg-on-deep/12 px-2.5 text-on-deep-soft hover:bg-on-deep/20 hover:text-on-deep max-md:hidden"
    >
      <Search size={15} aria-hidden="true" />
      <span>{t('switcher.open')}</span>
      <kbd translate="no" className="ms-auto font-sans text-xs">{`${commandKey} K`}</kbd>
    </button>
  );
}

/** The bar on top of the console: the company, the own status, the own account. */
export function TopBar({ className }: { className: string }) {
  const { t } = useTranslation();
  const self = useSelf();
  return (
    <header
      className={join(
        'on-deep flex h-12 short:h-10 shrink-0 items-center gap-3 bg-deep px-3 text-[0.8125rem] text-on-deep',
        className,
      )}
    >
      <Mark className="size-6 shrink-0" />
      <span translate="no" dir="auto" className="truncate font-semibold max-sm:hidden">
        {self.company.name}
      </span>
      {self.supervisor ? (
        <span className="inline-flex h-5 items-center gap-1 rounded border border-on-deep/35 px-1.5 text-2xs font-medium max-sm:hidden">
          <Star size={10} aria-hidden="true" />
          <span>{t('kind.supervisor')}</span>
        </span>
      ) : null}
      <span className="flex flex-1 justify-center">
        <JumpButton />
      </span>
      <OwnStatus />
      <MenuButton
        label={t('account.console', { name: self.name })}
        menu="account"
        side="bottom"
        className="rounded-[28%]"
      >
        <Avatar name={self.name} kind={self.kind} seed={self.seat} size="medium" />
      </MenuButton>
    </header>
  );
}
