export * from './blank.ts';
export * from './excerpt.ts';
export * from './fold.ts';
export { hrefOf } from './href.ts';
export * from './isolate.ts';
export * from './letters.ts';
export { type Link, linksIn, partsOf, type TextPart } from './links.ts';
export * from './list-sign.ts';
export * from './search.ts';
