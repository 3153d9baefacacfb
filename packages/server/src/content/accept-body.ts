import type { WrittenBody } from '@tieline/domain';
import { type ErrorCode, type FileId, limits, type MessageBody } from '@tieline/protocol';
import { isBlank, isBlankHtml } from '@tieline/text';
import { acceptHtml } from './rich-text/accept-html.ts';

/** A body that can be stored without another look into the database, unlike a file. */
export type AcceptedBody = Exclude<WrittenBody, { format: 'file' }>;
/** `images`: the files of the images in it. */
export type BodyAnswer =
  | { readonly ok: true; readonly body: AcceptedBody; readonly images: readonly FileId[] }
  | { readonly ok: false; readonly error: ErrorCode; readonly problem?: string };

/**
 * Bytes of each stored form, at most. Text that a person writes never comes near it; text that is made to grow when it is
 * written anew would cost every reader of a list.
 */
const mostStoredBytes = 2 * limits.htmlBytes;

function tooLong(problem: string): BodyAnswer {
  return { ok: false, error: 'text-too-long', problem };
}

const isSmallEnough = (form: string): boolean => Buffer.byteLength(form) <= mostStoredBytes;

function answerOf(body: AcceptedBody, images: readonly FileId[]): BodyAnswer {
  // HTML with an image is not blank, though its plain form may be; a list of empty items is, though it has bullets.
  const isEmpty = body.format === 'rich' ? isBlankHtml(body.html) : isBlank(body.text);
  return isEmpty ? { ok: false, error: 'text-empty' } : { ok: true, body, images };
}

function acceptPlain(source: string): BodyAnswer {
  return answerOf({ format: 'plain', text: source.replace(/\r\n?/g, '\n').trimEnd() }, []);
}

function acceptRich(source: string): BodyAnswer {
  const forms = acceptHtml(source);
  if (forms === null || !isSmallEnough(forms.html ?? '') || !isSmallEnough(forms.text))
    return tooLong(`The formatting of this message is more than ${mostStoredBytes} bytes`);
  const { html, text, images } = forms;
  return answerOf(html === null ? { format: 'plain', text } : { format: 'rich', html, text }, images);
}

/** PostgreSQL stores no NUL, and would return a lone surrogate as another character. */
function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

/** CONT-1, CONT-2: the forms in which a body is stored. It is sanitised here and only here. */
export function acceptBody(body: Exclude<MessageBody, { kind: 'file' }>): BodyAnswer {
  const source = body.kind === 'plain' ? body.text : body.html;
  const most = body.kind === 'plain' ? limits.textBytes : limits.htmlBytes;
  if (Buffer.byteLength(source) > most) return tooLong(`A message has at most ${most} bytes`);
  if (!isStorable(source)) return { ok: false, error: 'text-not-storable' };
  return body.kind === 'plain' ? acceptPlain(source) : acceptRich(source);
}
