let lastText: string | null = null;
let lastFrame: Buffer = Buffer.alloc(0);

/**
 * The bytes of an unmasked, unfragmented text frame (RFC 6455, 5.2). The last frame is kept, as the same text
 * often goes to many sockets one after the other.
 */
export function textFrame(text: string): Buffer {
  if (text !== lastText) {
    lastFrame = encode(text);
    lastText = text;
  }
  return lastFrame;
}

const finalText = 0x81;

function encode(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerLength + length);
  frame[0] = finalText;
  if (headerLength === 2) frame[1] = length;
  else if (headerLength === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, headerLength, 'utf8');
  return frame;
}
