import { X } from 'lucide-react';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';

interface Toast {
  readonly id: number;
  readonly text: string;
}

const stayMs = 6000;
const listeners = new Set<() => void>();
let toasts: readonly Toast[] = [];
let nextId = 1;

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Says something quietly at the edge of the page, for a few seconds. */
export function showToast(text: string): void {
  const id = nextId++;
  change([...toasts.slice(-2), { id, text }]);
}

function dismiss(id: number): void {
  change(toasts.filter((toast) => toast.id !== id));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function ToastLine({ toast }: { toast: Toast }) {
  const { t } = useTranslation();
  const { id } = toast;
  useEffect(() => {
    const timer = setTimeout(() => dismiss(id), stayMs);
    return () => clearTimeout(timer);
  }, [id]);
  return (
    <div className="pointer-events-auto flex max-w-100 animate-appear items-start gap-2 rounded-lg bg-ink py-1.5 ps-3.5 pe-1.5 text-surface shadow-high">
      <p className="overflow-y-clip py-1 wrap-anywhere">{toast.text}</p>
      <button
        type="button"
        aria-label={t('common.dismiss')}
        onClick={() => dismiss(id)}
        className="rounded p-1.5 opacity-75 hover:opacity-100"
      >
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}

export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div
      role="status"
      // Below the headers, above the oldest of what is on screen: the newest message and the editor stay free.
      className="pointer-events-none fixed inset-x-4 top-16 z-40 flex flex-col items-center gap-2 md:top-28"
    >
      {shown.map((toast) => (
        <ToastLine key={toast.id} toast={toast} />
      ))}
    </div>
  );
}
