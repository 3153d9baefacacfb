import type { Config } from '../../config.ts';

/**
 * Whether a page of this origin may use the server. Browsers always say where a page is from; programs say nothing,
 * and bring a token of their own instead of the browser's cookie.
 */
export function createOriginCheck(
  config: Pick<Config, 'publicUrl'>,
  port: () => number,
): (origin: string | undefined) => boolean {
  const isLocal = ['localhost', '127.0.0.1'].includes(new URL(config.publicUrl).hostname);
  return (origin) => {
    if (origin === undefined || origin === config.publicUrl) return true;
    // On one's own machine both names of it are the same place.
    return isLocal && [`http://localhost:${port()}`, `http://127.0.0.1:${port()}`].includes(origin);
  };
}
