export * from './first-characters.ts';
export * from './list-sign.ts';
