import { createHmac, hkdfSync } from 'node:crypto';
import type { FileId } from '@tieline/protocol';
import type { AcceptedBody } from './accept-body.ts';

/** What somebody sends: a file by its name alone. */
export type SentBody = AcceptedBody | { readonly format: 'file'; readonly file: FileId };

/** What was sent first under a client id, where it is not kept itself any more (DEL-6). */
export interface SentHashes {
  /** 32 bytes, as hexadecimal digits. */
  of(body: SentBody): string;
}

/** @param signingKey the key of the installation; without it nobody can try words against a hash */
export function createSentHashes(signingKey: Buffer): SentHashes {
  const key = Buffer.from(hkdfSync('sha256', signingKey, '', 'tieline sent message', 32));
  return { of: (body) => createHmac('sha256', key).update(contentOf(body)).digest('hex') };
}

/** By the same parts by which two bodies are compared (`isSameBody`). */
function contentOf(body: SentBody): string {
  switch (body.format) {
    case 'plain':
      return `plain ${body.text}`;
    case 'rich':
      return `rich ${body.html}`;
    case 'file':
      return `file ${body.file}`;
  }
}
