import type { ReactNode } from 'react';
import { lazy, Suspense, useRef, useState } from 'react';
import type { MenuSide } from './account-menu.tsx';

// Menus are not part of the first load; pointing at a button is early enough to fetch them.
const loadMenus = () => import('./account-menu.tsx');
const menus = {
  office: lazy(() => loadMenus().then((part) => ({ default: part.OfficeMenu }))),
  status: lazy(() => loadMenus().then((part) => ({ default: part.StatusMenu }))),
  account: lazy(() => loadMenus().then((part) => ({ default: part.AccountMenu }))),
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
        onPointerEnter={() => void loadMenus()}
        onFocus={() => void loadMenus()}
        onClick={() => setOpen(!isOpen)}
      >
        {children}
      </button>
      {isOpen ? (
        <Suspense fallback={null}>
          <Open anchor={button} side={side} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
