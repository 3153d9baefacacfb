/**
 * CONT-1: what rich text is made of, once it is stored. What is not listed here is not stored, and not shown. An
 * element has the attributes that are named, with addresses of these schemes alone. It is part of the contract: who
 * shows the HTML of a view reads the same list as who stored it.
 */
export const richText = {
  elements: [
    ...['p', 'br', 'strong', 'em', 'u', 's', 'code', 'a'],
    ...['ul', 'ol', 'li', 'blockquote', 'pre'],
  ],
  attributes: { a: ['href'], ol: ['start'] },
  schemes: ['http', 'https', 'mailto', 'tel'],
} as const;
