export * from './blank.ts';
export * from './excerpt.ts';
export { hrefOf } from './href.ts';
export * from './letters.ts';
export { type Link, linksIn, partsOf, type TextPart } from './links.ts';
