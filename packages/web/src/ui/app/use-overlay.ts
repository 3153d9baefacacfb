import { useCallback, useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { OverlayHistory } from './overlay-history.ts';

let shared: OverlayHistory | null = null;

function overlays(): OverlayHistory {
  if (shared) return shared;
  const created = new OverlayHistory(history, (work) => setTimeout(work, 0));
  addEventListener('popstate', () => created.moved());
  shared = created;
  return created;
}

/** Call at the start: a reload may have left the history entry of a dialog that is no longer open. */
export function followOverlays(): void {
  overlays();
}

/** While the component is there, Back calls `onClose` and goes nowhere. */
export function useBackToClose(onClose: () => void): void {
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => overlays().add(() => close.current()), []);
}

/** Goes to a place of the app, also from within an overlay, and while one closes. */
export function useGo(): (path: string) => void {
  const navigate = useNavigate();
  return useCallback(
    (path) => overlays().leave((replaces) => void navigate(path, { replace: replaces })),
    [navigate],
  );
}
