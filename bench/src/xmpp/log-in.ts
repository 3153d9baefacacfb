import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { createStanzaReader } from './stanza-reader.ts';

/** A client that is logged in, and available. */
export interface XmppLine {
  readonly socket: Socket;
  /** What it hears from now on. */
  hear(stanza: (text: string) => void): void;
}

export interface XmppAccount {
  readonly port: number;
  readonly domain: string;
  readonly user: string;
  readonly password: string;
}

/** Connects and logs in: RFC 6120 and 6121 with SASL PLAIN, without TLS. */
export async function logInToXmpp({ port, domain, user, password }: XmppAccount): Promise<XmppLine> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  const waiting: string[] = [];
  let hear = (stanza: string): unknown => waiting.push(stanza);
  const decoder = new StringDecoder('utf8');
  const read = createStanzaReader({
    opened: () => undefined,
    stanza: (text) => hear(text),
    closed: () => socket.destroy(new Error(`The server closed the stream of ${user}`)),
  });
  socket.on('data', (chunk) => read(decoder.write(chunk)));

  /** The next stanza, which has to begin with `expected`. */
  const next = async (expected: string): Promise<void> => {
    const text = waiting.shift() ?? (await new Promise<string>((resolve) => (hear = resolve)));
    hear = (stanza) => waiting.push(stanza);
    if (!text.startsWith(expected)) throw new Error(`${user} waited for ${expected}, and heard ${text}`);
  };
  const openStream = (): boolean =>
    socket.write(
      `<?xml version='1.0'?><stream:stream to='${domain}' version='1.0' xmlns='jabber:client' ` +
        `xmlns:stream='http://etherx.jabber.org/streams'>`,
    );

  openStream();
  await next('<stream:features');
  const secret = Buffer.from(`\0${user}\0${password}`).toString('base64');
  socket.write(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${secret}</auth>`);
  await next('<success');
  openStream();
  await next('<stream:features');
  socket.write("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
  await next('<iq');
  socket.write('<presence/>');
  // Every server sends a client's own presence back to it: then it is there for others.
  await next('<presence');
  return {
    socket,
    hear: (stanza) => {
      hear = stanza;
      for (const text of waiting.splice(0)) stanza(text);
    },
  };
}
