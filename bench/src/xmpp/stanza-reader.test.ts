import { describe, expect, it } from 'vitest';
import { createStanzaReader } from './stanza-reader.ts';

const header = `<?xml version='1.0'?><stream:stream from="localhost" xmlns:stream='http://etherx.jabber.org/streams'>`;
const features = '<stream:features><mechanisms><mechanism>PLAIN</mechanism></mechanisms></stream:features>';
const success = "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>";
const message = '<message from="a@localhost/x" note="1 > 0"><body>über &lt;b&gt; € 5</body><x/></message>';
const empty = '<presence to="a"></presence>';
const stream = [header, features, ' \n', success, header, message, empty, '<r/>', '</stream:stream>'].join(
  '',
);
const expected = ['opened', features, success, 'opened', message, empty, '<r/>', 'closed'];

function read(chunks: readonly string[]): string[] {
  const heard: string[] = [];
  const reader = createStanzaReader({
    opened: () => heard.push('opened'),
    stanza: (text) => heard.push(text),
    closed: () => heard.push('closed'),
  });
  for (const chunk of chunks) reader(chunk);
  return heard;
}

describe('the reader of XMPP streams', () => {
  it('cuts a stream into its stanzas', () => {
    expect(read([stream])).toEqual(expected);
  });

  it('does so wherever the stream is split in two', () => {
    for (let at = 1; at < stream.length; at += 1)
      expect(read([stream.slice(0, at), stream.slice(at)]), `split at ${at}`).toEqual(expected);
  });

  it('does so one letter at a time', () => {
    expect(read([...stream])).toEqual(expected);
  });
});
