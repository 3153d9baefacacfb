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
import { pageStyle } from './page-style.ts';
import { noteRefusal } from '../note-refusal.ts';
import { sendNo } from '../rest/routes.ts';
import { sendFile, type Downloads } from '../files/send-file.ts';
import type { Grant, Signer } from './signed-address.ts';

const check = compileTextCheck<{ conversation: ConversationId; seq: number }>(
  Type.Object({ conversation: ConversationId, seq: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) }),
);

/** No script, no form, only the message's images; `sandbox` without `allow-same-origin` gives the page an origin of its own. */
const policy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

interface Parts {
  readonly authenticator: Authenticator;
  readonly signer: Signer;
  readonly downloads: Downloads;
}

/**
 * CONT-3: the page that shows an office reader a formatted message. A reader who may see it is redirected to a signed
 * address, which is valid for a few minutes and in their session only. Its images have such addresses too, as a page in a
 * sandbox sends no cookie. A message that is missing, of others or not formatted is a 404 alike.
 */
export function mountFormattedPage(app: FastifyInstance, parts: Parts): void {
  const { signer, downloads } = parts;
  const { context } = downloads;
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
      const { grant, isExpired } = read;
      // A page that is reloaded later gets a new address, if it may still be read.
      if (isExpired && grant.file === null)
        return reply
          .headers(pageHeaders)
          .redirect(`/formatted/${grant.conversation}/${grant.seq}${zoneQuery(request)}`, 303);
      if (isExpired) return sendMissing(reply);
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
        .send(page(view, formatTime(request, view.at)));
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

/** Sends an image of the page, while the session that the address was signed for is valid and may read the message. */
async function sendImage(
  { authenticator, downloads }: Parts,
  { tenant, session, conversation, file }: Grant,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { context } = downloads;
  if (!authenticator.rates.of({ tenant, session, seat: null })())
    return sendNo(reply, no('too-many-requests'));
  const actor = await authenticateSession(context, tenant, session);
  if (!actor || file === null) return sendMissing(reply);
  const answer = await loadFile(context, actor, { conversation, file, form: 'itself' });
  noteRefusal(context, actor, { name: 'load-file', input: { conversation } }, answer);
  if (!answer.ok || !answer.result.made) return sendMissing(reply);
  // The page in its sandbox is of another origin than its own images.
  void reply.header('cross-origin-resource-policy', 'cross-origin');
  return sendFile(downloads, actor, request, reply, answer.result);
}

function sendMissing(reply: FastifyReply): FastifyReply {
  return reply.status(404).headers(pageHeaders).type('text/html; charset=utf-8').send(missingPage);
}

function page({ name, at, html }: FormattedView, moment: string): string {
  return documentOf(
    `<header><strong dir="auto">${name}</strong> · <time datetime="${at}">${moment}</time></header><main dir="auto">${withDirections(html)}</main>`,
  );
}

/** The reader's time zone, which the app adds to the address: the page itself has no script to find it out. */
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

/** A time as the reader's language writes it; in UTC if the time zone is not known. */
function formatTime(request: FastifyRequest, at: string): string {
  const zone = zoneOf(request);
  const format = { dateStyle: 'medium', timeStyle: 'short', timeZone: zone ?? 'UTC' } as const;
  const moment = new Intl.DateTimeFormat(
    languageOf(request.headers['accept-language']) === 'de' ? 'de' : 'en-GB',
    format,
  );
  return zone === null ? `${moment.format(new Date(at))} UTC` : moment.format(new Date(at));
}

/** Puts bullets and bars on the side where the text begins. Stored text has no `<`, so each match is a tag. */
function withDirections(html: string): string {
  return html.replace(/<(?:ul|ol|blockquote)(?=[ >])/g, '$& dir="auto"');
}

function documentOf(content: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Formatted message</title><style>${pageStyle}</style>${content}</html>`;
}

const missingPage = documentOf(
  '<main><h1>Not found</h1><p>There is no such message, or it is not yours to read. If you are logged out of the office, log in and try again.</p></main>',
);
