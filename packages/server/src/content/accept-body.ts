import type { StoredBody } from '@tieline/domain';
import { type ErrorCode, type FileId, limits, type MessageBody } from '@tieline/protocol';
import { isBlank, isBlankHtml } from '@tieline/text';
import { acceptHtml } from './rich-text/accept-html.ts';

/** A body of which nothing has to be looked up before it is stored. */
export type AcceptedBody = Exclude<StoredBody, { format: 'file' }>;
/** `images`: those that stand in it, by their files. */
export type BodyAnswer =
  | { readonly ok: true; readonly body: AcceptedBody; readonly images: readonly FileId[] }
  | { readonly ok: false; readonly error: ErrorCode; readonly problem?: string };

/**
 * Bytes of each form that are stored. What somebody writes is stored as long as it is sent; what was made to grow is
 * not: every reader of a list would pay for it.
 */
const storedBytes = 2 * limits.htmlBytes;

function tooLong(problem: string): BodyAnswer {
  return { ok: false, error: 'text-too-long', problem };
}

const isKept = (form: string): boolean => Buffer.byteLength(form) <= storedBytes;

function answerOf(body: AcceptedBody, images: readonly FileId[]): BodyAnswer {
  // An image says something without a word; the bullet of an item without one does not.
  const saysNothing = body.format === 'rich' ? isBlankHtml(body.html) : isBlank(body.text);
  return saysNothing ? { ok: false, error: 'text-empty' } : { ok: true, body, images };
}

function acceptPlain(source: string): BodyAnswer {
  return answerOf({ format: 'plain', text: source.replace(/\r\n?/g, '\n').trimEnd() }, []);
}

function acceptRich(source: string): BodyAnswer {
  const forms = acceptHtml(source);
  if (forms === null || !isKept(forms.html ?? '') || !isKept(forms.text))
    return tooLong(`The formatting of this message is more than ${storedBytes} bytes`);
  const { html, text, images } = forms;
  return answerOf(html === null ? { format: 'plain', text } : { format: 'rich', html, text }, images);
}

/** PostgreSQL stores no NUL; a lone surrogate is no text and would come back as something else. */
function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

/** CONT-1, CONT-2: what is stored of a body. Sanitised once, here; whatever is not on the list is gone. */
export function acceptBody(body: Exclude<MessageBody, { kind: 'file' }>): BodyAnswer {
  const source = body.kind === 'plain' ? body.text : body.html;
  const most = body.kind === 'plain' ? limits.textBytes : limits.htmlBytes;
  if (Buffer.byteLength(source) > most) return tooLong(`A message has at most ${most} bytes`);
  if (!isStorable(source)) return { ok: false, error: 'text-not-storable' };
  return body.kind === 'plain' ? acceptPlain(source) : acceptRich(source);
}
