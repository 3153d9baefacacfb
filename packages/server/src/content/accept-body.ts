import type { StoredBody } from '@tieline/domain';
import { type ErrorCode, type FileId, limits, type MessageBody } from '@tieline/protocol';
import { acceptHtml } from './rich-text/accept-html.ts';

/** A body of which nothing has to be looked up before it is stored. */
export type AcceptedBody = Exclude<StoredBody, { format: 'file' }>;
export type BodyAnswer =
  /** `images`: uploads that the text shows, each once. */
  | { readonly ok: true; readonly body: AcceptedBody; readonly images: readonly FileId[] }
  | { readonly ok: false; readonly error: ErrorCode; readonly problem?: string };

function acceptRich(source: string): AcceptedBody {
  const { html, text } = acceptHtml(source);
  return html === null ? { format: 'plain', text } : { format: 'rich', html, text };
}

/** PostgreSQL stores no NUL; a lone surrogate is no text and would come back as something else. */
function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

/** CONT-1, CONT-2: what is stored of a body. Sanitised once, here; whatever is not on the list is gone. */
export function acceptBody(body: Exclude<MessageBody, { kind: 'file' }>): BodyAnswer {
  const source = body.kind === 'plain' ? body.text : body.html;
  const most = body.kind === 'plain' ? limits.textBytes : limits.htmlBytes;
  if (Buffer.byteLength(source) > most)
    return { ok: false, error: 'text-too-long', problem: `A message has at most ${most} bytes` };
  if (!isStorable(source)) return { ok: false, error: 'text-not-storable' };
  const accepted: AcceptedBody =
    body.kind === 'plain'
      ? { format: 'plain', text: source.replaceAll('\r\n', '\n').trimEnd() }
      : acceptRich(source);
  return accepted.text.trim() === ''
    ? { ok: false, error: 'text-empty' }
    : { ok: true, body: accepted, images: [] };
}
