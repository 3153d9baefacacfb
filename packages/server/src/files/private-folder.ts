import { chmodSync, mkdirSync, statSync } from 'node:fs';

/** What people send is for the account that the server runs under, and for no other of the machine. */
export const privateFolderMode = 0o700;
export const privateFileMode = 0o600;

/** Makes a folder that no other account may look into; one that is there already is closed to them. */
export function preparePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: privateFolderMode });
  // One that is closed already may be another account's, whose mode is not ours to change.
  if ((statSync(folder).mode & 0o007) !== 0) chmodSync(folder, privateFolderMode);
}
