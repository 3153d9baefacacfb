import { lazy, Suspense, useEffect } from 'react';
import { openDialog, useOpenDialog } from './open-dialog.ts';

const loadSwitcher = () => import('./dialogs/switcher.tsx');

const all = {
  switcher: lazy(() => loadSwitcher().then((part) => ({ default: part.Switcher }))),
  shortcuts: lazy(() => import('./dialogs/shortcuts.tsx').then((part) => ({ default: part.Shortcuts }))),
  settings: lazy(() => import('./dialogs/settings.tsx').then((part) => ({ default: part.Settings }))),
  devices: lazy(() => import('./dialogs/devices.tsx').then((part) => ({ default: part.Devices }))),
} as const;

/** The dialogs of the app; each is loaded when it is first opened. */
export function Dialogs() {
  const shown = useOpenDialog();
  useEffect(() => {
    // Whoever presses the keys types on at once: the switcher must be there.
    const timer = setTimeout(() => void loadSwitcher(), 1500);
    return () => clearTimeout(timer);
  }, []);
  if (!shown) return null;
  const Shown = all[shown];
  return (
    <Suspense fallback={null}>
      <Shown onClose={() => openDialog(null)} />
    </Suspense>
  );
}
