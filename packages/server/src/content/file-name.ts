import { limits } from '@tieline/protocol';

/** What is not seen, or turns round what is: `annexe` and `exe.xenna` would look alike. */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;

/** The name of a file as it is shown. It is never a path; a long one is cut so that its ending is kept. */
export function acceptFileName(given: string): string {
  const name = given.toWellFormed().replace(unseen, ' ').replace(/\s+/g, ' ').trim();
  const characters = Array.from(name === '' ? 'file' : name);
  if (characters.length <= limits.fileName) return characters.join('');
  const ending = characters.slice(-20);
  return [...characters.slice(0, limits.fileName - ending.length - 1), '…', ...ending].join('');
}
