import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const notOurs = new Set(['node_modules', 'dist', 'generated', 'coverage']);

/**
 * Every file under the given folders of `root`, as paths relative to it with forward slashes.
 * Hidden, built, generated and installed ones are left out; a folder that is not there has no files.
 */
export function listFiles(root, folders) {
  return folders.filter((folder) => existsSync(join(root, folder))).flatMap((folder) => walk(root, folder));
}

export const isCode = (path) => /\.(ts|tsx|mjs|cjs|js)$/.test(path);
export const isTest = (path) => /\.test\.tsx?$/.test(path);

function walk(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (notOurs.has(entry.name) || entry.name.startsWith('.')) return [];
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? walk(root, path) : [path];
  });
}
