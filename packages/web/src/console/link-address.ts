/** The address as it is linked: with a protocol, and only web or mail. Null where it is neither. */
export function addressOf(typed: string): string | null {
  const text = typed.trim();
  if (text === '' || /\s/.test(text)) return null;
  if (/^(https?:\/\/|mailto:)/i.test(text)) return text;
  if (/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(text)) return null;
  return text.includes('@') && !text.includes('/') ? `mailto:${text}` : `https://${text}`;
}
