export * from './first-characters.ts';
