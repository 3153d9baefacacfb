export * from './types.ts';
export * from './upload-types.ts';
export { createClient } from './client.ts';
export { excerptOf } from './excerpt.ts';
export { LineLost, WireFault } from './fault.ts';
export { logIn } from './log-in.ts';
