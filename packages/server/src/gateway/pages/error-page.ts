import { errorTable } from '@tieline/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { No } from '../../features/answer.ts';
import { pageStyle } from './page-style.ts';
import { sendNo } from '../rest/routes.ts';

/** Whether a person sees the answer: a browser that navigates accepts HTML, a program never does. */
export function wantsPage({ method, headers }: FastifyRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && /\btext\/html\b/i.test(headers.accept ?? '');
}

/** Sends a refusal or an error: a page for a person, JSON for a program. */
export function sendNoOrPage(reply: FastifyReply, answer: No): FastifyReply {
  const { request } = reply;
  return wantsPage(request)
    ? sendErrorPage(request, reply, errorTable[answer.code].status)
    : sendNo(reply, answer);
}

type Language = 'en' | 'de';
type Kind = 'wrong' | 'missing' | 'busy' | 'broken';

const texts: Record<
  Language,
  Record<Kind, { readonly title: string; readonly text: string }> & { back: string }
> = {
  en: {
    wrong: {
      title: 'This address is not right',
      text: 'It has signs in it that no address here has. Was it cut off?',
    },
    missing: {
      title: 'There is nothing here',
      text: 'The address leads nowhere, or to something that is not yours to see. If you are logged out, log in and try again.',
    },
    busy: { title: 'Too much at once', text: 'Wait a moment and load the page again.' },
    broken: {
      title: 'This does not work right now',
      text: 'It is not your fault. Load the page again in a while.',
    },
    back: 'Go to Tieline',
  },
  de: {
    wrong: {
      title: 'Diese Adresse stimmt nicht',
      text: 'Sie enthält Zeichen, die keine Adresse hier hat. Wurde sie abgeschnitten?',
    },
    missing: {
      title: 'Hier ist nichts',
      text: 'Die Adresse führt nirgendwohin oder zu etwas, das nicht für Sie bestimmt ist. Falls Sie abgemeldet sind, melden Sie sich an und versuchen Sie es noch einmal.',
    },
    busy: { title: 'Zu viel auf einmal', text: 'Warten Sie einen Moment und laden Sie die Seite neu.' },
    broken: {
      title: 'Das geht gerade nicht',
      text: 'Es liegt nicht an Ihnen. Laden Sie die Seite in einer Weile neu.',
    },
    back: 'Zu Tieline',
  },
};

/** Sends a page in the reader's language. It contains nothing of the request, which an attacker may have written. */
export function sendErrorPage(request: FastifyRequest, reply: FastifyReply, status: number): FastifyReply {
  const language = languageOf(request.headers['accept-language']);
  return reply
    .status(status)
    .headers({ 'cache-control': 'no-store', vary: 'accept, accept-language' })
    .type('text/html; charset=utf-8')
    .send(pageOf(language, kindOf(status)));
}

function kindOf(status: number): Kind {
  if (status === 429) return 'busy';
  if (status >= 500) return 'broken';
  return status === 400 || status === 414 ? 'wrong' : 'missing';
}

/** The reader's first language that the page exists in. `header`: `Accept-Language`. */
export function languageOf(header = ''): Language {
  const languages = header
    .split(',')
    .map((part) => /^\s*(en|de)\b[^;]*(?:;\s*q=([\d.]+))?/i.exec(part))
    .flatMap((match) => (match ? [{ name: match[1]?.toLowerCase(), weight: Number(match[2] ?? 1) }] : []))
    .toSorted((one, other) => other.weight - one.weight);
  return languages[0]?.name === 'de' ? 'de' : 'en';
}

function pageOf(language: Language, kind: Kind): string {
  const { [kind]: page, back } = texts[language];
  return (
    `<!doctype html><html lang="${language}"><meta charset="utf-8">` +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<title>${page.title} · Tieline</title><link rel="icon" href="/favicon.ico"><style>${pageStyle}</style>` +
    `<main><h1>${page.title}</h1><p>${page.text}</p><p><a href="/">${back}</a></p></main></html>`
  );
}
