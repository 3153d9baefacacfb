import { describe, expect, it } from 'vitest';
import { createFrontendReader, type FrontendMessage } from './frontend-messages.ts';

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`);
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(value);
  return buffer;
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

const value = Buffer.from('ü$1');
const spoken = Buffer.concat([
  message('', int32(196_608), text('user'), text('tieline'), text('')),
  message('Q', text('set role x')),
  message('P', text('t0'), text('select $1, $2'), int16(0)),
  message(
    'B',
    text(''),
    text('t0'),
    int16(1),
    int16(0),
    int16(2),
    int32(value.length),
    value,
    int32(-1),
    int16(0),
  ),
  message('E', text(''), int32(0)),
  message('S'),
]);

const expected: FrontendMessage[] = [
  { is: 'query', text: 'set role x' },
  { is: 'parse', name: 't0', text: 'select $1, $2' },
  { is: 'bind', name: 't0', values: ['ü$1', null] },
];

function read(chunks: readonly Buffer[]): FrontendMessage[] {
  const heard: FrontendMessage[] = [];
  const reader = createFrontendReader((one) => heard.push(one));
  for (const chunk of chunks) reader(chunk);
  return heard;
}

describe("the reader of PostgreSQL's protocol", () => {
  it('hears statements and their parameters', () => {
    expect(read([spoken])).toEqual(expected);
  });

  it('does so wherever the stream is split in two', () => {
    for (let at = 1; at < spoken.length; at += 1)
      expect(read([spoken.subarray(0, at), spoken.subarray(at)]), `split at ${at}`).toEqual(expected);
  });
});
