import type { SignInSurface } from '@tieline/protocol';
import { useEffect } from 'react';
import { useClientState } from './client-context.tsx';
import { unreadOf } from '../conversation-list/lists.ts';

function faviconWith(count: number, color: string): string {
  const text = count > 9 ? '9+' : String(count);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${color}"/><text x="16" y="23" text-anchor="middle" font-family="Arial,sans-serif" font-weight="700" font-size="${count > 9 ? 17 : 21}" fill="#fff">${text}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

const faviconColors: Record<SignInSurface, string> = { office: '#17565e', console: '#8f4a12' };

/** The page's title and its icon count what is unread. */
export function useTitle(app: string, side: SignInSurface): void {
  const unread = useClientState((state) => unreadOf(state.conversations.values()));
  useEffect(() => {
    document.title = unread > 0 ? `(${unread > 99 ? '99+' : unread}) ${app}` : app;
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (icon) icon.href = unread > 0 ? faviconWith(unread, faviconColors[side]) : `/favicon-${side}.svg`;
  }, [unread, app, side]);
}
