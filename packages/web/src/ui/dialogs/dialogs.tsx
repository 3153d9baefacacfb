import type { ComponentType } from 'react';
import { lazyOverlay } from '../app/lazy-part.tsx';
import { type DialogName, openDialog, useOpenDialog } from './open-dialog.ts';

type Shown = ComponentType<{ onClose: () => void }>;

// Fetched ahead in this order: whoever presses the keys of the switcher types on at once.
const all: Record<DialogName, Shown> = {
  switcher: lazyOverlay(async () => (await import('./switcher.tsx')).Switcher),
  shortcuts: lazyOverlay(async () => (await import('./shortcuts.tsx')).Shortcuts),
  settings: lazyOverlay(async () => (await import('./settings.tsx')).Settings),
  logOut: lazyOverlay(async () => (await import('./log-out.tsx')).LogOut),
  devices: lazyOverlay(async () => (await import('./devices.tsx')).Devices),
};

const close = () => openDialog(null);

/** The dialogs of the app. */
export function Dialogs() {
  const name = useOpenDialog();
  if (!name) return null;
  const Open = all[name];
  return <Open key={name} onClose={close} />;
}
