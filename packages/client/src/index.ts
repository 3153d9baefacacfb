export * from './types.ts';
export * from './uploads/upload-types.ts';
export { createClient } from './client.ts';
export { excerptOf } from './state/excerpt.ts';
export { isMissed } from './state/is-missed.ts';
export { LineLost, WireFault } from './connection/fault.ts';
export { logIn } from './connection/log-in.ts';
