import { richText, type StoredBody } from '@tieline/domain';
import { type ErrorCode, limits, type MessageBody } from '@tieline/protocol';
import sanitize from 'sanitize-html';
import { plainTextOf } from './plain-text.ts';

export type AcceptedBody = Exclude<StoredBody, { format: 'file' }>;
export type BodyAnswer =
  | { readonly ok: true; readonly body: AcceptedBody }
  | { readonly ok: false; readonly error: ErrorCode; readonly problem?: string };

const sanitizing: sanitize.IOptions = {
  allowedTags: [...richText.elements],
  allowedAttributes: { a: ['href', 'rel', 'target'] },
  allowedSchemes: [...richText.schemes],
  allowProtocolRelative: false,
  // An attacker who nests deeper than a person writes is after the stack, not after a list.
  nestingLimit: 20,
  transformTags: {
    ...richText.aliases,
    a: (_, attributes) => ({
      tagName: 'a',
      attribs:
        attributes['href'] === undefined
          ? {}
          : { href: attributes['href'], rel: 'noopener noreferrer nofollow', target: '_blank' },
    }),
  },
};

const structureOnly = new RegExp(`^(?:[^<]|</?(?:${richText.structure.join('|')}) ?/?>)*$`);

function acceptRich(html: string): AcceptedBody {
  const clean = sanitize(html, sanitizing).trim();
  const text = plainTextOf(clean);
  return structureOnly.test(clean) ? { format: 'plain', text } : { format: 'rich', html: clean, text };
}

/** PostgreSQL stores no NUL; a lone surrogate is no text and would come back as something else. */
function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

/** CONT-1, CONT-2: what is stored of a body. Sanitised once, here; whatever is not on the list is gone. */
export function acceptBody(body: MessageBody): BodyAnswer {
  const source = body.kind === 'plain' ? body.text : body.html;
  if (Buffer.byteLength(source) > limits.messageBytes) {
    return {
      ok: false,
      error: 'text-too-long',
      problem: `A message has at most ${limits.messageBytes} bytes`,
    };
  }
  if (!isStorable(source)) return { ok: false, error: 'text-not-storable' };
  const accepted: AcceptedBody =
    body.kind === 'plain'
      ? { format: 'plain', text: source.replaceAll('\r\n', '\n').trimEnd() }
      : acceptRich(source);
  return accepted.text.trim() === '' ? { ok: false, error: 'text-empty' } : { ok: true, body: accepted };
}
