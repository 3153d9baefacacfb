export * from './first-characters.ts';
export { hrefOf } from './href.ts';
export { type Link, linksIn, partsOf, type TextPart } from './links.ts';
export { cutBetweenLinks } from './whole-links.ts';
