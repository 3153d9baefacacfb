import { projectMessage, type StoredMessage } from '@tieline/domain';
import { ConversationId } from '@tieline/protocol';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { Context } from '../features/context.ts';
import { loadFormatted } from '../features/messages/load-formatted.ts';
import { compileTextCheck } from './check-schema.ts';
import type { Entrance } from './entrance.ts';

const check = compileTextCheck<{ conversation: ConversationId; seq: number }>(
  Type.Object({ conversation: ConversationId, seq: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) }),
);

/** No script, no form, no request to anywhere, and an origin of its own: `sandbox` without `allow-same-origin`. */
const policy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const style = `
  :root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 20%, transparent) }
  body { margin: 0 auto; padding: 2rem max(1.25rem, env(safe-area-inset-left)); max-width: 42rem; font: 1rem/1.6 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; overflow-wrap: anywhere }
  header { color: color-mix(in srgb, currentColor 70%, transparent); font-size: .875rem; padding-bottom: 1rem; margin-bottom: 1rem; border-bottom: 1px solid var(--line) }
  p, ul, ol, blockquote, pre { margin: 0 0 .75rem }
  p:empty::before { content: '\\a0' }
  ul, ol { padding-inline-start: 1.5rem }
  li > ul, li > ol { margin-bottom: 0 }
  blockquote { border-inline-start: 3px solid var(--line); padding-inline-start: 1rem }
  code { font: .92em ui-monospace, Menlo, Consolas, monospace; background: color-mix(in srgb, currentColor 8%, transparent); border-radius: 4px; padding: .1em .3em }
  pre { white-space: pre-wrap; background: color-mix(in srgb, currentColor 8%, transparent); border-radius: 6px; padding: .75rem 1rem }
  pre code { background: none; padding: 0 }
  @media print { body { padding: 0; max-width: none } a::after { content: ' (' attr(href) ')'; font-size: .8em } pre, blockquote, li { break-inside: avoid } }`;

/** CONT-3: the page that shows an office reader a formatted message. Missing, foreign and not formatted look alike. */
export function mountFormattedPage(app: FastifyInstance, context: Context, entrance: Entrance): void {
  app.get('/formatted/:conversation/:seq', async (request, reply) => {
    void reply.headers({
      'content-security-policy': policy,
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    const input = check(request.params);
    const actor = await entrance.identify(request.headers, 'office', request.ip);
    const isReader = typeof actor !== 'string' && entrance.rates.of(actor)();
    const answer = input.ok && isReader ? await loadFormatted(context, actor, input.value) : null;
    return answer?.ok
      ? reply.type('text/html; charset=utf-8').send(page(answer.result))
      : reply.status(404).type('text/html; charset=utf-8').send(missingPage);
  });
}

function page(message: StoredMessage): string {
  // The monitor's view is the one that names both sides and holds the sanitised HTML.
  const view = projectMessage('monitor', message);
  const name = projectMessage('monitor', {
    ...message,
    body: { format: 'plain', text: view.from.name },
  }).html;
  return frame(
    `<header><strong>${name}</strong> · <time datetime="${view.at}">${view.at.slice(0, 16).replace('T', ' ')} UTC</time></header><main>${view.html}</main>`,
  );
}

function frame(content: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Formatted message</title><style>${style}</style>${content}</html>`;
}

const missingPage = frame(
  '<main><h1>Not found</h1><p>There is no such message, or it is not yours to read. If you are logged out of the office, log in and try again.</p></main>',
);
