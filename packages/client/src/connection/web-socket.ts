/** What the client uses of a WebSocket; the browser's and the one of `ws` both have it. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  onerror: (() => void) | null;
  send(data: string): void;
  close(): void;
}

export type SocketMaker = (url: string, subprotocol: string) => Socket;

type SocketConstructor = new (
  url: string,
  subprotocols: string[],
  options?: { headers: Record<string, string> },
) => Socket;

/**
 * How sockets are made: with the given constructor, else with the browser's. A token goes into the headers of the
 * handshake, which only programs can set: the constructor of a browser, and the one that newer Node has, would leave it
 * out in silence and be turned away.
 */
export function socketMaker(custom: unknown, token: string | undefined): SocketMaker {
  const constructor = custom ?? globalThis.WebSocket;
  if (typeof constructor !== 'function') {
    throw new TypeError('There is no WebSocket here: pass the one of `ws` as the option WebSocket.');
  }
  if (token !== undefined && custom === undefined) {
    throw new TypeError('A token needs the WebSocket of `ws`: pass it as the option WebSocket.');
  }
  const Maker = constructor as SocketConstructor;
  return (url, subprotocol) =>
    token === undefined
      ? new Maker(url, [subprotocol])
      : new Maker(url, [subprotocol], { headers: { authorization: `Bearer ${token}` } });
}
