/** What `early.js` leaves for the app: a socket, and what it has told so far. */
interface Early {
  readonly socket: WebSocket;
  readonly held: readonly (readonly ['onopen' | 'onmessage' | 'onclose', Event])[];
}

const page = globalThis as { tielineEarly?: Early | undefined };

/** The early socket, once, where it is one to this address and still of use. */
function takeEarly(url: string, subprotocol: string | undefined): WebSocket | null {
  const early = page.tielineEarly;
  page.tielineEarly = undefined;
  if (early === undefined) return null;
  const { socket, held } = early;
  const isSame = socket.url === new URL(url).href && (socket.protocol || subprotocol) === subprotocol;
  if (!isSame || socket.readyState > WebSocket.OPEN) {
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    return null;
  }
  // Once whoever takes it over listens.
  queueMicrotask(() => {
    for (const [name, event] of held) socket[name]?.(event as never);
  });
  return socket;
}

/** The browser's WebSocket, made by `new`; for the first line it is the one that was opened before the scripts were there. */
export function PageSocket(url: string, subprotocols: string[]): WebSocket {
  return takeEarly(url, subprotocols[0]) ?? new WebSocket(url, subprotocols);
}
