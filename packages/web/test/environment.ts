import { builtinEnvironments } from 'vitest/runtime';

type Environment = (typeof builtinEnvironments)['happy-dom'];

/** What goes to a server stays Node's: a page of a test is of no origin, and its server may be gone before it. */
const keptOfNode = ['fetch', 'Request', 'Response', 'Headers', 'AbortController', 'AbortSignal'];

/** A document for tests that need one. It lays out nothing, and loads nothing. */
const environment: Environment = {
  ...builtinEnvironments['happy-dom'],
  name: 'page',
  async setup(global: Record<string, unknown>, options) {
    const kept = keptOfNode.map((name) => [name, global[name]] as const);
    const page = await builtinEnvironments['happy-dom'].setup(global, options);
    for (const [name, value] of kept) global[name] = value;
    // Files leave by Node as well, which takes bytes; the client would hand a Blob to a browser.
    Reflect.deleteProperty(global, 'XMLHttpRequest');
    return page;
  },
};

export default environment;
