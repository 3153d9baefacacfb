import type { ComponentType } from 'react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { type DialogName, openDialog, useOpenDialog } from './open-dialog.ts';

type Shown = ComponentType<{ onClose: () => void }>;

const all: Record<DialogName, Shown> = {
  switcher: lazy(() => import('./dialogs/switcher.tsx').then((part) => ({ default: part.Switcher }))),
  shortcuts: lazy(() => import('./dialogs/shortcuts.tsx').then((part) => ({ default: part.Shortcuts }))),
  settings: lazy(() => import('./dialogs/settings.tsx').then((part) => ({ default: part.Settings }))),
  devices: lazy(() => import('./dialogs/devices.tsx').then((part) => ({ default: part.Devices }))),
};

/** Whoever presses the keys types on at once: the switcher is fetched ahead, and shown without a moment's wait. */
async function fetchSwitcher(): Promise<void> {
  const { Switcher } = await import('./dialogs/switcher.tsx');
  all.switcher = Switcher;
}

function OpenDialog({ name }: { name: DialogName }) {
  // Taken once: another component in its place would begin anew, without what was typed.
  const [Open] = useState(() => all[name]);
  return (
    <Suspense fallback={null}>
      <Open onClose={() => openDialog(null)} />
    </Suspense>
  );
}

/** The dialogs of the app; each is loaded when it is first opened. */
export function Dialogs() {
  const name = useOpenDialog();
  useEffect(() => {
    const timer = setTimeout(() => void fetchSwitcher(), 500);
    return () => clearTimeout(timer);
  }, []);
  return name ? <OpenDialog key={name} name={name} /> : null;
}
