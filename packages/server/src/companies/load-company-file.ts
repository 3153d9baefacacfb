import { createReadStream } from 'node:fs';
import { type CompanyFileAnswer, parseCompanyFile } from './company-file.ts';
import type { FileError, Place } from './file-error.ts';

/** Bytes of the largest file that is read. */
export const largestFile = 5 * 1024 * 1024;

/** Reads the company file at a path. A file that cannot be read is an error in the answer as well. */
export async function loadCompanyFile(path: string): Promise<CompanyFileAnswer> {
  let bytes: Buffer;
  try {
    bytes = await loadBytes(path);
  } catch (error) {
    return faulty({ place: null, sentence: sentenceOf(error) });
  }
  if (bytes.length > largestFile) return faulty({ place: null, sentence: 'the file is larger than 5 MB' });
  const text = decodeText(bytes);
  return typeof text === 'string' ? parseCompanyFile(text) : faulty(text);
}

function faulty(error: FileError): CompanyFileAnswer {
  return { ok: false, errors: [error] };
}

/** Reads at most one byte more than allowed, as the path may be a device without an end. */
async function loadBytes(path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(path, { end: largestFile })) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function sentenceOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'there is no such file';
    case 'EISDIR':
      return 'this is a folder, not a file';
    case 'EACCES':
    case 'EPERM':
      return 'the file may not be read by this user';
    default:
      return `the file cannot be read: ${code || String(error)}`;
  }
}

/** The text of UTF-8, with or without a byte order mark; the place of the first byte that is not. */
export function decodeText(bytes: Buffer): string | FileError {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const utf16 = bytes.subarray(0, 2).equals(Buffer.from([0xff, 0xfe])) || bytes.readUInt8(0) === 0xfe;
    const hint = utf16 ? '; it looks like UTF-16' : '';
    return { place: placeOfFault(bytes), sentence: `the file must be UTF-8, and this is not${hint}` };
  }
}

/** Finds the first invalid byte by bisection: every beginning of a valid text is valid. */
function placeOfFault(bytes: Buffer): Place {
  let [good, bad] = [0, bytes.length + 1];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (isBeginningOfText(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  const before = bytes
    .subarray(0, good)
    .toString('utf8')
    .replace(/\uFFFD$/, '');
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: before.length - lineStart + 1 };
}

function isBeginningOfText(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
