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
import type { SlotLimit, Slots } from '../limits/slots.ts';

/** Types that a browser shows as a page of this origin: such files are sent as mere bytes. */
const pageTypes = new Set([
  ...['text/html', 'application/xhtml+xml', 'image/svg+xml', 'application/xml', 'text/xml'],
  ...['application/pdf', 'application/x-shockwave-flash', 'message/rfc822', 'multipart/related'],
]);

/** What it takes to send files. */
export interface Downloads {
  readonly context: Context;
  readonly slots: Slots;
  readonly limits: NodeLimits;
}

/** A download uses descriptors for as long as its client takes for it. */
function slotLimitsOf(limits: NodeLimits, { tenant, seat, session }: Actor): SlotLimit[] {
  return [
    { key: `download session ${session}`, most: limits.downloadsOfSession },
    { key: `download seat ${seat}`, most: limits.downloadsOfSeat },
    { key: `download company ${tenant}`, most: limits.downloadsOfCompany },
  ];
}

/**
 * Sends a file as a download, in a sandbox, with its own type; it is shown inline only if the server has made it. A
 * browser may cache it, but has to ask each time whether it may still be read.
 */
export async function sendFile(
  { context, slots, limits }: Downloads,
  actor: Actor,
  request: FastifyRequest,
  reply: FastifyReply,
  file: ReadableFile,
): Promise<FastifyReply> {
  const tag = `"${file.key.hash}.${file.key.form}"`;
  void reply.headers({
    'content-type': pageTypes.has(file.type) ? 'application/octet-stream' : file.type,
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
    return size === null ? sendMissing(context, reply, file) : withSize(reply, range, size).send();
  }
  const release = slots.take(slotLimitsOf(limits, actor));
  if (!release) return sendNoOrPage(withoutFileHeaders(reply), no('too-many-requests'));
  let bytes: Readable | null = null;
  const isOver = onEnd(request, reply, () => {
    release();
    bytes?.destroy();
  });
  const blob = await blobs.open(file.key, range);
  if (!blob) return sendMissing(context, reply, file);
  bytes = blob.bytes;
  // The client hung up while it was opened, so `onEnd` has not closed it.
  if (isOver()) bytes.destroy();
  // Cuts off a client that reads nothing.
  reply.raw.setTimeout(limits.silenceMs);
  return withSize(reply, range, blob.size).send(blob.bytes);
}

/**
 * Calls `callback` once, when the answer is sent or its connection is closed. Both are listened to: an answer that waits
 * behind others on its connection has no end of its own if that is closed. Returns whether it was called.
 */
function onEnd(request: FastifyRequest, reply: FastifyReply, callback: () => void): () => boolean {
  const { socket } = request.raw;
  let isOver = false;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    socket.off('close', end);
    callback();
  };
  if (socket.destroyed) end();
  else {
    reply.raw.once('close', end);
    // One listener for each answer that waits on the connection.
    socket.setMaxListeners(0).once('close', end);
  }
  return () => isOver;
}

/** Sets the status and headers for the bytes that follow. */
function withSize(reply: FastifyReply, range: ByteRange | null, size: number): FastifyReply {
  if (!range) return reply.header('content-length', size);
  return reply.status(206).headers({
    'content-range': `bytes ${range.start}-${range.end}/${size}`,
    'content-length': range.end - range.start + 1,
  });
}

function sendMissing({ log }: Context, reply: FastifyReply, { key }: ReadableFile): FastifyReply {
  log.error({ tenant: key.tenant, hash: key.hash }, 'a content is not in the storage');
  return sendNoOrPage(withoutFileHeaders(reply), no('not-found'));
}

/** Headers that describe the file, which an error must not have. */
const fileHeaders = ['content-type', 'content-disposition', 'etag', 'accept-ranges'] as const;

function withoutFileHeaders(reply: FastifyReply): FastifyReply {
  for (const name of fileHeaders) void reply.removeHeader(name);
  return reply;
}

/** One range, as media players request it. Several ranges get the whole file, as HTTP allows. */
function rangeOf(request: FastifyRequest, { size }: ReadableFile, tag: string): ByteRange | 'outside' | null {
  const { range, 'if-range': condition } = request.headers;
  if (range === undefined || size === null || (condition !== undefined && condition !== tag)) return null;
  const parsed = parseRange(size, range);
  if (parsed === -1) return 'outside';
  if (parsed === -2 || parsed.type !== 'bytes') return null;
  const [first, second] = parsed;
  return first && !second ? { start: first.start, end: first.end } : null;
}
