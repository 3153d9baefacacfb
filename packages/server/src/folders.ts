import { fileURLToPath } from 'node:url';

/** Places beside the code, the same from `src/` and from the bundle in `dist/`, which both lie in the package. */
export const demoFolder = fileURLToPath(new URL('../demo/', import.meta.url));
export const webFolder = fileURLToPath(new URL('../../web/dist', import.meta.url));
