/**
 * CONT-1: what rich text is made of, once it is stored. What is not listed here is not stored, and not shown. An
 * element has the attributes that are named, with addresses of these schemes alone. It is part of the contract: who
 * shows the HTML of a view reads the same list as who stored it.
 */
export const richText = {
  elements: [
    ...['p', 'br', 'strong', 'em', 'u', 's', 'code', 'a'],
    ...['ul', 'ol', 'li', 'blockquote', 'pre', 'img'],
  ],
  attributes: { a: ['href'], ol: ['start', 'type'], img: ['src', 'alt', 'width', 'height'] },
  schemes: ['http', 'https', 'mailto', 'tel'],
} as const;

/**
 * The only addresses that an image has in a view: of the server that the view came from. The id of its file is the
 * last part; what a client sends names an image by the same address, of any conversation that it is uploaded for.
 */
export const imageAddress = /^\/files\/(?:office|console)\/[0-9a-f-]{36}\/([0-9a-f-]{36})$/;
