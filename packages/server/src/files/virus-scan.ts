import { createReadStream } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';

/** `virus`: its name. */
export type ScanResult = 'clean' | { readonly virus: string };

export interface VirusScan {
  /** @throws VirusScanFailed without an answer of the scanner: the file may be infected, and must not be shown */
  scan(path: string): Promise<ScanResult>;
}

/** Where clamd listens: on a port of a host, or at the path of a socket. */
export type ClamdAddress = { readonly host: string; readonly port: number } | { readonly path: string };

export class VirusScanFailed extends Error {
  constructor(cause: unknown) {
    super('The virus scanner gave no answer', { cause });
  }
}

/**
 * Sends files to clamd, which opens none by itself and so may run on another machine. Its protocol (`INSTREAM`) is small;
 * the library for it reads a file into memory as fast as the disk delivers it.
 */
export function createVirusScan(address: ClamdAddress): VirusScan {
  return {
    scan: async (path) => {
      const socket = connect(address);
      socket.setTimeout(silenceMs, () => socket.destroy(new Error('clamd is silent')));
      try {
        // A rejection is ignored: clamd answers as soon as it has found a virus and reads no more, and if the file cannot
        // be read, the connection ends without an answer.
        pipeline(instream(path), socket, { end: false }).catch(() => undefined);
        return parseAnswer(await readAnswer(socket));
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

async function* instream(path: string): AsyncIterable<Buffer> {
  yield Buffer.from('zINSTREAM\0');
  for await (const piece of createReadStream(path, { highWaterMark: pieceBytes }) as AsyncIterable<Buffer>) {
    yield lengthPrefix(piece.length);
    yield piece;
  }
  yield lengthPrefix(0);
}

function lengthPrefix(bytes: number): Buffer {
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

function parseAnswer(answer: string): ScanResult {
  if (answer === 'stream: OK') return 'clean';
  const virus = /^stream: (.+) FOUND$/.exec(answer)?.[1];
  if (virus === undefined) throw new Error(answer === '' ? 'clamd closed the line' : answer.slice(0, 200));
  return { virus };
}
