import { Menu } from '@base-ui/react/menu';
import type { SeatStatus } from '@tieline/protocol';
import { isolate } from '@tieline/text';
import { Check, Keyboard, Laptop, LogOut, Settings2 } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelf, useTieline } from '../app/client-context.tsx';
import { openDialog } from '../dialogs/open-dialog.ts';
import { PresenceMark } from '../presence/presence-mark.tsx';
import { faultText } from '../texts/sentences.ts';
import { showToast } from '../elements/toasts.tsx';
import { isNothing, lossesOf, useLogOut } from './use-log-out.ts';
import { useBackToClose } from '../app/use-overlay.ts';

const itemClass =
  'flex cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 outline-none select-none data-highlighted:bg-hover';

/** The statuses to choose from, each with its shape, its word and what it means. */
function StatusChoices() {
  const { t } = useTranslation();
  const client = useTieline();
  const self = useSelf();
  const choose = (status: SeatStatus) => {
    client.setStatus(status).catch((fault: unknown) => {
      showToast(t('account.statusFailed', { reason: faultText(fault) }));
    });
  };
  return (
    <Menu.RadioGroup value={self.status} onValueChange={choose} aria-label={t('account.status')}>
      {self.statusChoices.map((status) => (
        <Menu.RadioItem
          key={status}
          value={status}
          label={t(`presence.${status}`)}
          closeOnClick
          className={itemClass}
        >
          <PresenceMark word={status} className="size-3" />
          <span className="flex-1">
            <span>{t(`presence.${status}`)}</span>
            <span className="block text-xs text-faint">{t(`statusHint.${status}` as 'statusHint.away')}</span>
          </span>
          <Menu.RadioItemIndicator>
            <Check size={15} aria-hidden="true" className="text-accent" />
          </Menu.RadioItemIndicator>
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

function MenuLine() {
  return <Menu.Separator className="mx-2 my-1.5 h-px bg-line" />;
}

/** Settings, devices, shortcuts, log-out. */
function AccountItems() {
  const { t } = useTranslation();
  const client = useTieline();
  const self = useSelf();
  const logOut = useLogOut();
  const leave = () => (isNothing(lossesOf(client, self.seat)) ? logOut() : openDialog('logOut'));
  return (
    <>
      <Menu.Item className={itemClass} onClick={() => openDialog('settings')}>
        <Settings2 size={16} aria-hidden="true" className="text-soft" />
        <span>{t('account.settings')}</span>
      </Menu.Item>
      <Menu.Item className={itemClass} onClick={() => openDialog('devices')}>
        <Laptop size={16} aria-hidden="true" className="text-soft" />
        <span>{t('account.devices')}</span>
      </Menu.Item>
      <Menu.Item className={itemClass} onClick={() => openDialog('shortcuts')}>
        <Keyboard size={16} aria-hidden="true" className="text-soft" />
        <span>{t('account.shortcuts')}</span>
      </Menu.Item>
      <MenuLine />
      <Menu.Item className={itemClass} onClick={leave}>
        <LogOut size={16} aria-hidden="true" className="text-soft rtl:-scale-x-100" />
        <span>{t('account.logOut')}</span>
      </Menu.Item>
    </>
  );
}

/** Who is signed in, and where. */
function AccountHead() {
  const self = useSelf();
  return (
    <div className="px-2.5 pt-1.5 pb-2">
      <p translate="no" dir="auto" className="truncate text-match-parent font-semibold">
        {self.name}
      </p>
      <p translate="no" className="truncate text-xs text-soft">
        {`${isolate(self.company.name)} · ${self.email}`}
      </p>
    </div>
  );
}

interface PopupProps {
  readonly anchor: RefObject<HTMLButtonElement | null>;
  readonly side: MenuSide;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export type MenuSide = 'right' | 'bottom' | 'top';

function MenuPopup({ anchor, side, onClose, children }: PopupProps) {
  useBackToClose(onClose);
  return (
    <Menu.Root open onOpenChange={(open) => !open && onClose()}>
      {/* Inside a landmark, so that nothing stands outside of them all. */}
      <Menu.Portal container={document.querySelector('main')}>
        <Menu.Positioner
          anchor={anchor}
          side={side}
          align="end"
          sideOffset={8}
          collisionPadding={8}
          className="z-50 outline-none"
        >
          <Menu.Popup
            finalFocus={anchor}
            className="max-h-(--available-height) w-72 max-w-(--available-width) animate-appear overflow-y-auto rounded-xl border border-line bg-raised p-1.5 shadow-high outline-none"
          >
            {children}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

type OpenMenuProps = Omit<PopupProps, 'children'>;

/** The office's one menu: status and account. */
export function OfficeMenu(props: OpenMenuProps) {
  return (
    <MenuPopup {...props}>
      <AccountHead />
      <StatusChoices />
      <MenuLine />
      <AccountItems />
    </MenuPopup>
  );
}

/** The console's menu of statuses. */
export function StatusMenu(props: OpenMenuProps) {
  const { t } = useTranslation();
  return (
    <MenuPopup {...props}>
      <StatusChoices />
      <p className="px-2.5 pt-2 pb-1 text-xs text-faint">{t('statusHint.setByWork')}</p>
    </MenuPopup>
  );
}

/** The console's menu of the account. */
export function AccountMenu(props: OpenMenuProps) {
  return (
    <MenuPopup {...props}>
      <AccountHead />
      <AccountItems />
    </MenuPopup>
  );
}
