import { tokenize } from 'linkifyjs';

interface Part {
  readonly text: string;
  /** Where it leads, or null for mere text. */
  readonly href: string | null;
}

/** The text cut into words and links. Only web and mail addresses become links. */
export function partsOf(text: string): Part[] {
  return tokenize(text).map((token) => {
    const href = token.isLink ? token.toHref('https') : null;
    return { text: token.toString(), href: href && /^(https?:|mailto:)/i.test(href) ? href : null };
  });
}
