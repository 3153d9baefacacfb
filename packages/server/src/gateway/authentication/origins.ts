import type { Config } from '../../config.ts';

/**
 * Whether a page of this origin may use the server. Browsers always send the origin of a page; programs send
 * none, and use a token instead of the browser's cookie.
 */
export function createOriginCheck(
  config: Pick<Config, 'publicUrl'>,
  port: () => number,
): (origin: string | undefined) => boolean {
  const isLocal = ['localhost', '127.0.0.1'].includes(new URL(config.publicUrl).hostname);
  return (origin) => {
    if (origin === undefined || origin === config.publicUrl) return true;
    // `localhost` and `127.0.0.1` are the same server, but two origins.
    return isLocal && [`http://localhost:${port()}`, `http://127.0.0.1:${port()}`].includes(origin);
  };
}
