import type { ComponentType } from 'react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { openDialog, useOpenDialog } from './open-dialog.ts';

type Shown = ComponentType<{ onClose: () => void }>;

const loadSwitcher = () => import('./dialogs/switcher.tsx');

const all: Record<'switcher' | 'shortcuts' | 'settings' | 'devices', Shown> = {
  switcher: lazy(() => loadSwitcher().then((part) => ({ default: part.Switcher }))),
  shortcuts: lazy(() => import('./dialogs/shortcuts.tsx').then((part) => ({ default: part.Shortcuts }))),
  settings: lazy(() => import('./dialogs/settings.tsx').then((part) => ({ default: part.Settings }))),
  devices: lazy(() => import('./dialogs/devices.tsx').then((part) => ({ default: part.Devices }))),
};

/** Whoever presses the keys types on at once: the switcher is fetched ahead, and shown without a moment's wait. */
function useSwitcher(): Shown {
  const [ready, setReady] = useState<Shown | null>(null);
  useEffect(() => {
    const fetch = () => void loadSwitcher().then((part) => setReady(() => part.Switcher));
    const timer = setTimeout(fetch, 500);
    return () => clearTimeout(timer);
  }, []);
  return ready ?? all.switcher;
}

/** The dialogs of the app; each is loaded when it is first opened. */
export function Dialogs() {
  const name = useOpenDialog();
  const Switcher = useSwitcher();
  if (!name) return null;
  const Open = name === 'switcher' ? Switcher : all[name];
  return (
    <Suspense fallback={null}>
      <Open onClose={() => openDialog(null)} />
    </Suspense>
  );
}
