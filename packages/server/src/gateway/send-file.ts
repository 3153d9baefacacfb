import contentDisposition from 'content-disposition';
import type { FastifyReply, FastifyRequest } from 'fastify';
import parseRange from 'range-parser';
import { no } from '../features/answer.ts';
import type { Context } from '../features/context.ts';
import type { ReadableFile } from '../features/files/load-file.ts';
import type { ByteRange } from '../files/blob-store.ts';
import { sendNo } from './rest.ts';

/** Types by which a browser would make a page of it, with this server as its origin. They are not even named. */
const pages = new Set([
  ...['text/html', 'application/xhtml+xml', 'image/svg+xml', 'application/xml', 'text/xml'],
  ...['application/pdf', 'application/x-shockwave-flash', 'message/rfc822', 'multipart/related'],
]);

/**
 * Hands a file out: as a download, in a sandbox, and of no other type than it is; shown in place only where the server
 * has made it. It may be kept, but whether it may be had is asked each time.
 */
export async function sendFile(
  context: Context,
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
  const found = await context.files.blobs.open(file.key, range);
  if (!found) {
    context.log.error({ tenant: file.key.tenant, hash: file.key.hash }, 'a content is not in the storage');
    return sendNo(reply.removeHeader('content-disposition').removeHeader('etag'), no('not-found'));
  }
  const { size, bytes } = found;
  if (!range) return reply.header('content-length', size).send(bytes);
  return reply
    .status(206)
    .headers({
      'content-range': `bytes ${range.start}-${range.end}/${size}`,
      'content-length': range.end - range.start + 1,
    })
    .send(bytes);
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
