// @environment page
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PageSocket } from './early-socket.ts';

const url = 'ws://harbor.test/api/v1/socket';
type Handler = ((event: Event) => void) | null;

/** A socket that leads nowhere. */
class FakeSocket {
  static readonly OPEN = 1;
  onopen: Handler = null;
  onmessage: Handler = null;
  onclose: Handler = null;
  isClosed = false;
  readonly url: string;
  readonly protocol: string;
  readyState = 1;

  constructor(address: string, subprotocols: string[] = ['tieline']) {
    this.url = address;
    this.protocol = subprotocols[0] ?? '';
  }

  close() {
    this.isClosed = true;
  }
}

const page = globalThis as { tielineEarly?: unknown };

/** What the page has opened before its scripts were there, and what that has told so far. */
function openEarly(socket: FakeSocket, ...held: [name: string, event: Event][]): FakeSocket {
  page.tielineEarly = { socket, held };
  return socket;
}

const connect = (): unknown => PageSocket(url, ['tieline']);

beforeEach(() => void vi.stubGlobal('WebSocket', FakeSocket));
afterEach(() => {
  delete page.tielineEarly;
  vi.unstubAllGlobals();
});

describe('the first line of a page', () => {
  it('is the one that was opened before, with all that it has told, in order', async () => {
    const [opened, told] = [new Event('open'), new MessageEvent('message')];
    const early = openEarly(new FakeSocket(url), ['onopen', opened], ['onmessage', told]);
    expect(connect()).toBe(early);
    const heard: Event[] = [];
    early.onopen = (event) => void heard.push(event);
    early.onmessage = (event) => void heard.push(event);
    await Promise.resolve();
    expect(heard).toEqual([opened, told]);
  });

  it('is taken once: the next one is new', () => {
    const early = openEarly(new FakeSocket(url));
    expect(connect()).toBe(early);
    const next = connect();
    expect(next).toBeInstanceOf(FakeSocket);
    expect(next).not.toBe(early);
  });

  it.each<[string, Partial<FakeSocket>]>([
    ['leads elsewhere', { url: `${url}?idle=1` }],
    ['speaks another protocol', { protocol: 'other' }],
    ['is closed again', { readyState: 3 }],
  ])('is a new one where the early one %s, which tells nothing any more', (_, over) => {
    const early = openEarly(Object.assign(new FakeSocket(url), over));
    early.onmessage = () => undefined;
    const socket = connect();
    expect(socket).not.toBe(early);
    expect([early.isClosed, early.onmessage]).toEqual([true, null]);
  });

  it('is a new one where none was opened', () => {
    expect(connect()).toMatchObject({ url, protocol: 'tieline', isClosed: false });
  });
});
