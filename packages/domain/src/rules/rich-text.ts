/**
 * CONT-1: the allow-list of rich text. What is not on it is not stored. `aliases` are stored under their own name.
 */
export const richText = {
  elements: ['p', 'br', 'strong', 'em', 'ul', 'ol', 'li', 'a'],
  aliases: { b: 'strong', i: 'em' },
  attributes: { a: ['href'] },
  schemes: ['http', 'https', 'mailto', 'tel'],
  /** Elements that are mere structure: a message of these alone is plain text. */
  structure: ['p', 'br'],
} as const;
