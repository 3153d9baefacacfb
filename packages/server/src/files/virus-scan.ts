import { createReadStream } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';

/** `clean`, or the name of what was found. */
export type ScanAnswer = 'clean' | { readonly found: string };

export interface VirusScan {
  /** @throws VirusScanFailed where the scanner does not answer: nothing is known then, and nothing may be shown. */
  scan(path: string): Promise<ScanAnswer>;
}

/** Where clamd listens: on a port of a host, or at the path of a socket. */
export type ClamdAddress = { readonly host: string; readonly port: number } | { readonly path: string };

export class VirusScanFailed extends Error {
  constructor(cause: unknown) {
    super('The virus scanner gave no answer', { cause });
  }
}

/**
 * Sends files to clamd, which opens nothing by itself and so may run on another machine. Its protocol (`INSTREAM`) is
 * small; the library for it reads a file as fast as the disk gives it, into memory.
 */
export function createVirusScan(address: ClamdAddress): VirusScan {
  return {
    scan: async (path) => {
      const socket = connect(address);
      socket.setTimeout(silenceMs, () => socket.destroy(new Error('clamd is silent')));
      try {
        // What it finds early it says early, and takes no more: the answer counts, not that all was taken. A file that
        // cannot be read ends the line, and so the answer.
        pipeline(inPieces(path), socket, { end: false }).catch(() => undefined);
        return meaningOf(await readAnswer(socket));
      } catch (error) {
        throw new VirusScanFailed(error);
      } finally {
        socket.destroy();
      }
    },
  };
}

const silenceMs = 120_000;
const pieceBytes = 64 * 1024;

async function* inPieces(path: string): AsyncIterable<Buffer> {
  yield Buffer.from('zINSTREAM\0');
  for await (const piece of createReadStream(path, { highWaterMark: pieceBytes }) as AsyncIterable<Buffer>) {
    yield sizeOf(piece.length);
    yield piece;
  }
  yield sizeOf(0);
}

function sizeOf(bytes: number): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(bytes);
  return size;
}

async function readAnswer(socket: Socket): Promise<string> {
  let answer = '';
  for await (const piece of socket as AsyncIterable<Buffer>) {
    answer += piece.toString('latin1');
    if (answer.endsWith('\0')) break;
  }
  return answer.replaceAll('\0', '').trim();
}

function meaningOf(answer: string): ScanAnswer {
  if (answer === 'stream: OK') return 'clean';
  const found = /^stream: (.+) FOUND$/.exec(answer)?.[1];
  if (found === undefined) throw new Error(answer === '' ? 'clamd closed the line' : answer.slice(0, 200));
  return { found };
}
