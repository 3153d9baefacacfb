import { hrefOf } from '@tieline/text';

const schemes = ['http', 'https', 'mailto'];

/** The address as it is linked: with a protocol, and only web or mail. Null where it is neither. */
export function addressOf(typed: string): string | null {
  const text = typed.trim();
  if (text === '' || /\s/.test(text)) return null;
  if (/^(https?:\/\/|mailto:)/i.test(text)) return hrefOf(text, schemes);
  if (/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(text)) return null;
  return hrefOf(text.includes('@') && !text.includes('/') ? `mailto:${text}` : `https://${text}`, schemes);
}
