import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { TextDecoder } from 'node:util';
import { fileTypeFromBuffer } from 'file-type';

/** What a file is, by what is in it; its name may say anything. */
export interface Content {
  /** SHA-256, as 64 hexadecimal digits. */
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
  /** Media type. */
  readonly type: string;
}

/** Reads a file through once, a piece at a time. */
export async function inspect(path: string): Promise<Content> {
  const hash = createHash('sha256');
  const looked: Buffer[] = [];
  let lookedAt = 0;
  let size = 0;
  await pipeline(createReadStream(path, { highWaterMark: 256 * 1024 }), async (pieces) => {
    for await (const piece of pieces as AsyncIterable<Buffer>) {
      hash.update(piece);
      size += piece.length;
      if (lookedAt < sample) looked.push(piece);
      lookedAt += piece.length;
    }
  });
  const start = Buffer.concat(looked).subarray(0, sample);
  return { hash: hash.digest('hex'), size, type: await typeOf(start) };
}

/**
 * Bytes from which the type is told. A file may be built of millions of parts with nothing in them, and who looks for
 * what it is would go through all of them.
 */
const sample = 1024 * 1024;

async function typeOf(start: Buffer): Promise<string> {
  const known = await fileTypeFromBuffer(start);
  return known?.mime ?? (isText(start.subarray(0, 64 * 1024)) ? 'text/plain' : 'application/octet-stream');
}

/** Whether it reads as UTF-8, without the control characters that no text has. A character may be cut at the end. */
function isText(start: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    return !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text);
  } catch {
    return false;
  }
}
