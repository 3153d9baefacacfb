import type { ReactNode } from 'react';
import { useRef, useState } from 'react';
import type { MenuSide } from './account-menu.tsx';
import { lazyOverlay } from '../app/lazy-part.tsx';

const loadMenus = () => import('./account-menu.tsx');
const menus = {
  office: lazyOverlay(async () => (await loadMenus()).OfficeMenu),
  status: lazyOverlay(async () => (await loadMenus()).StatusMenu),
  account: lazyOverlay(async () => (await loadMenus()).AccountMenu),
} as const;

interface MenuButtonProps {
  readonly label: string;
  readonly className: string;
  readonly menu: keyof typeof menus;
  readonly side: MenuSide;
  readonly children: ReactNode;
}

/** A button that opens one of the menus. */
export function MenuButton({ label, className, menu, side, children }: MenuButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const Open = menus[menu];
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        className={className}
        onClick={() => setOpen(!isOpen)}
      >
        {children}
      </button>
      {isOpen ? <Open anchor={button} side={side} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
