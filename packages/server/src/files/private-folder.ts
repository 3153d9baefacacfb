import { chmodSync, mkdirSync, statSync } from 'node:fs';

/** Only the account that the server runs under may read what people send. */
export const privateFolderMode = 0o700;
export const privateFileMode = 0o600;

/** Makes a folder that no other account may read, or takes the rights of others from one that exists. */
export function preparePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: privateFolderMode });
  // A private folder may belong to another account, whose mode this one may not change.
  if ((statSync(folder).mode & 0o007) !== 0) chmodSync(folder, privateFolderMode);
}
