import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { TextDecoder } from 'node:util';
import { fileTypeFromBuffer } from 'file-type';

/** What a file is, judged by its content; its name may say anything. */
export interface Content {
  /** SHA-256, as 64 hexadecimal digits. */
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
  /** Media type. */
  readonly type: string;
}

/** Reads a file once, in pieces, as it may not fit into memory. */
export async function inspect(path: string): Promise<Content> {
  const hash = createHash('sha256');
  const startPieces: Buffer[] = [];
  let readBytes = 0;
  let size = 0;
  await pipeline(createReadStream(path, { highWaterMark: 256 * 1024 }), async (pieces) => {
    for await (const piece of pieces as AsyncIterable<Buffer>) {
      hash.update(piece);
      size += piece.length;
      if (readBytes < sampleBytes) startPieces.push(piece);
      readBytes += piece.length;
    }
  });
  const start = Buffer.concat(startPieces).subarray(0, sampleBytes);
  return { hash: hash.digest('hex'), size, type: await typeOf(start) };
}

/**
 * Bytes that the type is detected by. More are not given to the library, which would go through the millions of empty
 * parts that a hostile file can have.
 */
const sampleBytes = 1024 * 1024;

async function typeOf(start: Buffer): Promise<string> {
  const detected = await fileTypeFromBuffer(start);
  return detected?.mime ?? (isText(start.subarray(0, 64 * 1024)) ? 'text/plain' : 'application/octet-stream');
}

/** Whether it is UTF-8 without control characters. The last character may be cut off. */
function isText(start: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    // oxlint-disable-next-line no-control-regex -- they are what this finds
    return !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text);
  } catch {
    return false;
  }
}
