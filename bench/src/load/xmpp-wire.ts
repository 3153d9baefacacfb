import { logInToXmpp } from '../xmpp/log-in.ts';
import type { Book } from './book.ts';
import { ClosedLoop, type End, type Wire } from './closed-loop.ts';
import { cork } from './cork.ts';
import type { XmppEnd, XmppJob } from './job.ts';
import { type EndName, endNames, numberOf, textOf } from './text.ts';

const bodyTag = '<body>';

/** Connects both ends of a conversation to an XMPP server. */
export async function connectXmpp(
  { port, domain }: XmppJob,
  ends: readonly [XmppEnd, XmppEnd],
  book: Book,
): Promise<ClosedLoop> {
  const [a, b] = await Promise.all(ends.map((end) => logInToXmpp({ port, domain, ...end })));
  if (a === undefined || b === undefined) throw new Error('A pair has two ends');
  const lines = [a, b] as const;
  const wire = (end: 0 | 1, hears: End): Wire => {
    const { socket, hear } = lines[end];
    hear((stanza) => hearStanza(stanza, endNames[1 - end] ?? 'a', hears));
    socket.on('close', () => hears.refused(0, false, 'the connection was closed'));
    const address = `${ends[1 - end]?.user}@${domain}`;
    return {
      send: (number) => {
        cork(socket);
        const text = textOf(endNames[end], number);
        socket.write(`<message to='${address}' type='chat' id='${number}'><body>${text}</body></message>`);
      },
    };
  };
  return new ClosedLoop(ends[0].user, book, wire, 'delivery only');
}

function hearStanza(stanza: string, other: EndName, hears: End): void {
  if (!stanza.startsWith('<message')) return;
  if (/^<message[^>]* type=["']error/.test(stanza)) return hears.refused(0, false, stanza);
  const number = numberOf(stanza, stanza.indexOf(bodyTag) + bodyTag.length, other);
  if (number !== null) hears.delivered(number, 0);
}
