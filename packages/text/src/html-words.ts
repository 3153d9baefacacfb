const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: ' ',
};

/** The letter of an entity, given as `replaceAll` gives it; one that messages do not have stays as it is. */
export function namedEntity(whole: string, name: string): string {
  return entities[name] ?? whole;
}

/** An image by its description, apart from the words beside it; given as `replaceAll` gives it. */
export function nameOfImage(image: string, at: number, html: string): string {
  const alt = / alt="([^"]*)"/i.exec(image)?.[1] ?? '';
  const next = html[at + image.length] ?? ' ';
  return ` [${alt === '' ? 'Image' : alt}]${/[\s.,;:!?)<]/.test(next) ? '' : ' '}`;
}
