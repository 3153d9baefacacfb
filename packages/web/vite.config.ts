import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defaultClientConditions, defineConfig, type Plugin, type Rolldown } from 'vite';

const root = import.meta.dirname;

type ChunkingContext = Rolldown.ChunkingContext;

/** In development, every address below an app's folder answers with that app's page, as the server does. */
function appPages(): Plugin {
  return {
    name: 'tieline-app-pages',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const app = /^\/(office|console)(\/[^.]*)?$/.exec(request.url?.split('?')[0] ?? '');
        if (app) request.url = `/${app[1]}/index.html`;
        next();
      });
    },
  };
}

/**
 * The editor's link mark brings a recogniser with all top-level domains of the world along. Ours is asked instead, so
 * that nobody loads one that finds nothing.
 */
function withoutLinkify(): Plugin {
  const id = '\0linkifyjs';
  return {
    name: 'tieline-without-linkify',
    apply: 'build',
    enforce: 'pre',
    resolveId: (source) => (source === 'linkifyjs' ? id : null),
    load: (loaded) =>
      loaded === id
        ? 'export const find = () => [], tokenize = () => [], registerCustomProtocol = () => {}, reset = () => {};'
        : null,
  };
}

/**
 * What a first load runs is compiled whole and beside the page, not function by function while the page waits: Chromium
 * heeds the first line, other browsers pass over it.
 */
function compiledAhead(): Plugin {
  const isFirst = (name: string) => name in pages || firstLoads.some(({ debugName }) => debugName === name);
  return {
    name: 'tieline-compiled-ahead',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type !== 'chunk' || !isFirst(file.name)) continue;
          file.code = `//# allFunctionsCalledOnLoad\n${file.code}`;
        }
      },
    },
  };
}

/** Each file also as .br and .gz, for the server to send as it is. */
function compressed(): Plugin {
  return {
    name: 'tieline-compressed',
    apply: 'build',
    async writeBundle({ dir }) {
      const folder = dir ?? resolve(root, 'dist');
      for (const name of await readdir(folder, { recursive: true })) {
        if (!/\.(js|css|html|svg)$/.test(name)) continue;
        const content = await readFile(join(folder, name));
        await writeFile(join(folder, `${name}.br`), brotliCompressSync(content));
        await writeFile(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }));
      }
    },
  };
}

const pages = {
  'log-in': resolve(root, 'index.html'),
  office: resolve(root, 'office/index.html'),
  console: resolve(root, 'console/index.html'),
};

/** All modules that are loaded with one, by their ids. */
function loadedWith(id: string, context: ChunkingContext): Set<string> {
  const found = new Set([id]);
  for (const one of found)
    for (const other of context.getModuleInfo(one)?.importedIds ?? []) found.add(other);
  return found;
}

/** Whether a module is loaded at once by a page. */
type FirstLoads = (page: keyof typeof pages, id: string) => boolean;

function findFirstLoads(context: ChunkingContext): FirstLoads {
  const loads = {
    'log-in': loadedWith(pages['log-in'], context),
    office: loadedWith(pages.office, context),
    console: loadedWith(pages.console, context),
  };
  return (page, id) => loads[page].has(id);
}

/** A file of what a page loads at first, and the files before it in the list do not have already. */
function firstLoad(name: string, priority: number, holds: (id: string, at: FirstLoads) => boolean) {
  let at: FirstLoads | null = null;
  const nameOf = (id: string, context: ChunkingContext) =>
    holds(id, (at ??= findFirstLoads(context))) ? name : null;
  return { debugName: name, name: nameOf, priority, tags: ['$initial' as const] };
}

const isOfOffice = (id: string) => /^(?:src[\\/])?office[\\/]/.test(relative(root, id));

/** Few files: each page asks for some of these and for its own, and later for what is needed only then. */
const firstLoads = [
  firstLoad('every-page', 3, (id, at) => at('log-in', id) && at('office', id) && at('console', id)),
  firstLoad('both-apps', 2, (id, at) => at('office', id) && at('console', id)),
  // The console loads it with its first chat.
  firstLoad('chat', 1, (id, at) => at('office', id) && !isOfOffice(id)),
];

/** Where the server listens in development. */
const apiServer = `http://127.0.0.1:${process.env['PORT'] ?? 8400}`;

export default defineConfig({
  root,
  base: '/',
  resolve: { conditions: ['tieline-source', ...defaultClientConditions] },
  plugins: [appPages(), withoutLinkify(), react(), tailwindcss(), compiledAhead(), compressed()],
  server: {
    proxy: {
      '/api': { target: apiServer, ws: true },
      '/files': apiServer,
      '/formatted': apiServer,
    },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The first browsers with light-dark(); an older target would rewrite the colour tokens.
    target: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: pages,
      output: { codeSplitting: { groups: firstLoads } },
      treeshake: {
        // The wire schemas are for validating; the pages only take types and limits from them.
        moduleSideEffects: (id) => !/packages\/protocol\/|node_modules\/typebox\//.test(id),
      },
    },
  },
});
