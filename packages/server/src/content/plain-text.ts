const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

function unescape(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (whole, name: string) => entities[name] ?? whole);
}

/**
 * The plain form of sanitised rich text, for the office, search and notifications: list items with a bullet,
 * a link with its address behind it where the text does not say it already.
 */
export function plainTextOf(html: string): string {
  const lines = html
    .replace(/<a href="([^"]*)"[^>]*>(.*?)<\/a>/gs, (_, href: string, label: string) =>
      unescape(label).includes(unescape(href)) ? label : `${label} (${href})`,
    )
    .replace(/<li>/g, '\n• ')
    .replace(/<br \/>|<\/p>|<\/ul>|<\/ol>/g, '\n')
    .replace(/<[^>]*>/g, '');
  return unescape(lines)
    .replace(/\n+• /g, '\n• ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
