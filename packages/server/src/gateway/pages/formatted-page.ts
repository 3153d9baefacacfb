import { type FormattedView, projectFormatted } from '@tieline/domain';
import { ConversationId } from '@tieline/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { no } from '../../features/answer.ts';
import type { Actor } from '../../features/context.ts';
import { loadFile } from '../../features/files/load-file.ts';
import { loadFormatted } from '../../features/messages/load-formatted.ts';
import { authenticateSession } from '../../features/sessions/authenticate.ts';
import { compileTextCheck } from '../check-schema.ts';
import type { Authenticator } from '../authentication/authenticator.ts';
import { languageOf } from './error-page.ts';
import { formattedStyle } from './page-style.ts';
import { noteRefusal } from '../note-refusal.ts';
import { sendNo } from '../rest/routes.ts';
import { sendFile, type Sending } from '../files/send-file.ts';
import type { Grant, Signer } from './signed-address.ts';

const check = compileTextCheck<{ conversation: ConversationId; seq: number }>(
  Type.Object({ conversation: ConversationId, seq: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) }),
);

/** No script, no form, no request but for the images of the message, and an origin of its own: `sandbox` without `allow-same-origin`. */
const policy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

interface Parts {
  readonly authenticator: Authenticator;
  readonly signer: Signer;
  readonly sending: Sending;
}

/**
 * CONT-3: the page that shows an office reader a formatted message. Who may read it gets an address that is good for a
 * few minutes, in their own session. Its images have such addresses too, as a page in a sandbox brings no cookie
 * along. Missing, foreign and not formatted look alike.
 */
export function mountFormattedPage(app: FastifyInstance, parts: Parts): void {
  const { signer, sending } = parts;
  const { context } = sending;
  app.get('/formatted/:conversation/:seq', async (request, reply) => {
    const input = check(request.params);
    const actor = await readerOf(parts, request);
    if (!input.ok || !actor) return sendMissing(reply);
    const { conversation, seq } = input.value;
    const answer = await loadFormatted(context, actor, input.value);
    noteRefusal(context, actor, { name: 'load-formatted', input: input.value }, answer);
    if (!answer.ok) return sendMissing(reply);
    const grant = { tenant: actor.tenant, session: actor.session, conversation, seq, file: null };
    return reply.headers(pageHeaders).redirect(`/shown/${signer.sign(grant)}${zoneQuery(request)}`, 303);
  });
  app.route<{ Params: { grant: string } }>({
    method: ['GET', 'HEAD'],
    url: '/shown/:grant',
    handler: async (request, reply) => {
      const read = signer.read(request.params.grant);
      if (!read) return sendMissing(reply);
      const { grant, isOver } = read;
      // A page that is loaded again later asks again whether it may be read.
      if (isOver && grant.file === null)
        return reply
          .headers(pageHeaders)
          .redirect(`/formatted/${grant.conversation}/${grant.seq}${zoneQuery(request)}`, 303);
      if (isOver) return sendMissing(reply);
      if (grant.file !== null) return sendImage(parts, grant, request, reply);
      const actor = await readerOf(parts, request);
      if (actor?.session !== grant.session) return sendMissing(reply);
      const answer = await loadFormatted(context, actor, grant);
      noteRefusal(context, actor, { name: 'load-formatted', input: grant }, answer);
      const view =
        answer.ok &&
        projectFormatted(answer.result, (file) => `/shown/${signer.sign({ ...grantOf(grant), file })}`);
      if (!view) return sendMissing(reply);
      return reply
        .headers(pageHeaders)
        .type('text/html; charset=utf-8')
        .send(page(view, momentIn(request, view.at)));
    },
  });
}

function grantOf({ tenant, session, conversation, seq }: Grant): Omit<Grant, 'until' | 'file'> {
  return { tenant, session, conversation, seq };
}

const pageHeaders = {
  'content-security-policy': policy,
  'cache-control': 'private, no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

async function readerOf({ authenticator }: Parts, request: FastifyRequest): Promise<Actor | null> {
  const actor = await authenticator.identify(request.headers, 'office', request.ip);
  return typeof actor !== 'string' && authenticator.rates.of(actor)() ? actor : null;
}

/** An image of the page, for as long as the session that the page was made for is good and may read the message. */
async function sendImage(
  { authenticator, sending }: Parts,
  { tenant, session, conversation, file }: Grant,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { context } = sending;
  if (!authenticator.rates.of({ tenant, session, seat: null })())
    return sendNo(reply, no('too-many-requests'));
  const actor = await authenticateSession(context, tenant, session);
  if (!actor || file === null) return sendMissing(reply);
  const answer = await loadFile(context, actor, { conversation, file, form: 'itself' });
  noteRefusal(context, actor, { name: 'load-file', input: { conversation } }, answer);
  if (!answer.ok || !answer.result.made) return sendMissing(reply);
  // To itself, a page in a sandbox is another origin.
  void reply.header('cross-origin-resource-policy', 'cross-origin');
  return sendFile(sending, actor, request, reply, answer.result);
}

function sendMissing(reply: FastifyReply): FastifyReply {
  return reply.status(404).headers(pageHeaders).type('text/html; charset=utf-8').send(missingPage);
}

function page({ name, at, html }: FormattedView, moment: string): string {
  return frame(
    `<header><strong dir="auto">${name}</strong> · <time datetime="${at}">${moment}</time></header><main dir="auto">${withDirections(html)}</main>`,
  );
}

/** The time zone that the app has named for its reader: the page itself has no script that could ask the browser. */
function zoneOf({ query }: FastifyRequest): string | null {
  const { zone } = query as { zone?: unknown };
  if (typeof zone !== 'string' || !/^[A-Za-z0-9_+/-]{1,50}$/.test(zone)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

function zoneQuery(request: FastifyRequest): string {
  const zone = zoneOf(request);
  return zone === null ? '' : `?zone=${encodeURIComponent(zone)}`;
}

/** When it was, as the reader writes it; by the clock of the world where nobody has said where they are. */
function momentIn(request: FastifyRequest, at: string): string {
  const zone = zoneOf(request);
  const look = { dateStyle: 'medium', timeStyle: 'short', timeZone: zone ?? 'UTC' } as const;
  const moment = new Intl.DateTimeFormat(
    languageOf(request.headers['accept-language']) === 'de' ? 'de' : 'en-GB',
    look,
  );
  return zone === null ? `${moment.format(new Date(at))} UTC` : moment.format(new Date(at));
}

/** Bullets and bars stand where the first letter of their list or quote does. In a text there is no `<`. */
function withDirections(html: string): string {
  return html.replace(/<(?:ul|ol|blockquote)(?=[ >])/g, '$& dir="auto"');
}

function frame(content: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Formatted message</title><style>${formattedStyle}</style>${content}</html>`;
}

const missingPage = frame(
  '<main><h1>Not found</h1><p>There is no such message, or it is not yours to read. If you are logged out of the office, log in and try again.</p></main>',
);
