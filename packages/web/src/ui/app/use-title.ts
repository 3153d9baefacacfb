import { useEffect } from 'react';
import { useClientState } from './client-context.tsx';
import { unreadOf } from '../conversation-list/lists.ts';

function faviconWith(count: number, color: string): string {
  const text = count > 9 ? '9+' : String(count);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${color}"/><text x="16" y="23" text-anchor="middle" font-family="Arial,sans-serif" font-weight="700" font-size="${count > 9 ? 17 : 21}" fill="#fff">${text}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** The page's title and its icon count what is unread. */
export function useTitle(app: string, side: 'office' | 'console'): void {
  const unread = useClientState((state) => unreadOf(state.conversations.values()));
  useEffect(() => {
    document.title = unread > 0 ? `(${unread > 99 ? '99+' : unread}) ${app}` : app;
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    const color = side === 'office' ? '#17565e' : '#8f4a12';
    if (icon) icon.href = unread > 0 ? faviconWith(unread, color) : `/favicon-${side}.svg`;
  }, [unread, app, side]);
}
