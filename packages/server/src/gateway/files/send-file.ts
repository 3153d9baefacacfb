import type { Readable } from 'node:stream';
import contentDisposition from 'content-disposition';
import type { FastifyReply, FastifyRequest } from 'fastify';
import parseRange from 'range-parser';
import { no } from '../../features/answer.ts';
import type { Actor, Context } from '../../features/context.ts';
import type { ReadableFile } from '../../features/files/load-file.ts';
import type { ByteRange } from '../../files/blob-store.ts';
import type { NodeLimits } from '../../node/limits.ts';
import { sendNoOrPage } from '../pages/error-page.ts';
import type { Count, Places } from '../limits/slots.ts';

/** Types by which a browser would make a page of it, with this server as its origin. They are not even named. */
const pages = new Set([
  ...['text/html', 'application/xhtml+xml', 'image/svg+xml', 'application/xml', 'text/xml'],
  ...['application/pdf', 'application/x-shockwave-flash', 'message/rfc822', 'multipart/related'],
]);

export interface Sending {
  readonly context: Context;
  readonly places: Places;
  readonly limits: NodeLimits;
}

/** Each file that is on its way to somebody holds descriptors for as long as they take for it. */
function countsOf(limits: NodeLimits, { tenant, seat, session }: Actor): Count[] {
  return [
    { key: `download session ${session}`, most: limits.downloadsOfSession },
    { key: `download seat ${seat}`, most: limits.downloadsOfSeat },
    { key: `download company ${tenant}`, most: limits.downloadsOfCompany },
  ];
}

/**
 * Hands a file out: as a download, in a sandbox, and of no other type than it is; shown in place only where the server
 * has made it. It may be kept, but whether it may be had is asked each time.
 */
export async function sendFile(
  { context, places, limits }: Sending,
  actor: Actor,
  request: FastifyRequest,
  reply: FastifyReply,
  file: ReadableFile,
): Promise<FastifyReply> {
  const tag = `"${file.key.hash}.${file.key.form}"`;
  void reply.headers({
    'content-type': pages.has(file.type) ? 'application/octet-stream' : file.type,
    'content-disposition': contentDisposition(file.name, { type: file.made ? 'inline' : 'attachment' }),
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-cache',
    vary: 'cookie, authorization',
    etag: tag,
    'accept-ranges': 'bytes',
  });
  if (request.headers['if-none-match'] === tag) return reply.status(304).send();
  const range = rangeOf(request, file, tag);
  if (range === 'outside')
    return reply
      .status(416)
      .header('content-range', `bytes */${file.size}`)
      .removeHeader('content-type')
      .send();
  const { blobs } = context.files;
  if (request.method === 'HEAD') {
    const size = await blobs.sizeOf(file.key);
    return size === null ? sendMissing(context, reply, file) : describe(reply, range, size).send();
  }
  const leave = places.take(countsOf(limits, actor));
  if (!leave) return sendNoOrPage(withoutFile(reply), no('too-many-requests'));
  let bytes: Readable | null = null;
  const isOver = whenOver(request, reply, () => {
    leave();
    bytes?.destroy();
  });
  const found = await blobs.open(file.key, range);
  if (!found) return sendMissing(context, reply, file);
  bytes = found.bytes;
  // Whoever hung up while it was opened has nobody who would close it.
  if (isOver()) bytes.destroy();
  // The line of a client that takes nothing of it is cut.
  reply.raw.setTimeout(limits.silenceMs);
  return describe(reply, range, found.size).send(found.bytes);
}

/**
 * Calls `gone` once, when the answer is over or its line is: one that hung up before has no end that is still to come, and an
 * answer that waits behind others on its line none of its own. Returns whether it was called.
 */
function whenOver(request: FastifyRequest, reply: FastifyReply, gone: () => void): () => boolean {
  const { socket } = request.raw;
  let isOver = false;
  const over = (): void => {
    if (isOver) return;
    isOver = true;
    socket.off('close', over);
    gone();
  };
  if (socket.destroyed) over();
  else {
    reply.raw.once('close', over);
    // One for each answer that waits on the line.
    socket.setMaxListeners(0).once('close', over);
  }
  return () => isOver;
}

/** What the answer says of the bytes that follow. */
function describe(reply: FastifyReply, range: ByteRange | null, size: number): FastifyReply {
  if (!range) return reply.header('content-length', size);
  return reply.status(206).headers({
    'content-range': `bytes ${range.start}-${range.end}/${size}`,
    'content-length': range.end - range.start + 1,
  });
}

function sendMissing({ log }: Context, reply: FastifyReply, { key }: ReadableFile): FastifyReply {
  log.error({ tenant: key.tenant, hash: key.hash }, 'a content is not in the storage');
  return sendNoOrPage(withoutFile(reply), no('not-found'));
}

/** What says of an answer that it is the file. */
const fileHeaders = ['content-type', 'content-disposition', 'etag', 'accept-ranges'] as const;

function withoutFile(reply: FastifyReply): FastifyReply {
  for (const name of fileHeaders) void reply.removeHeader(name);
  return reply;
}

/** One range, as players ask for it; many at once are answered with the whole, as a server may. */
function rangeOf(request: FastifyRequest, { size }: ReadableFile, tag: string): ByteRange | 'outside' | null {
  const { range, 'if-range': condition } = request.headers;
  if (range === undefined || size === null || (condition !== undefined && condition !== tag)) return null;
  const parsed = parseRange(size, range);
  if (parsed === -1) return 'outside';
  if (parsed === -2 || parsed.type !== 'bytes') return null;
  const [first, second] = parsed;
  return first && !second ? { start: first.start, end: first.end } : null;
}
