import { limits } from '@tieline/protocol';
import { cutMiddle, isBlank } from '@tieline/text';

/** What is not seen, or turns round what is: `annexe` and `exe.xenna` would look alike. */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;

/** Characters at the end of a long name that stay: its ending, and what numbers it. */
const kept = 20;

/**
 * The name of a file as it is shown: composed, as macOS takes letters apart, so that two names that look alike are
 * alike. It is never a path; a long one is cut so that its ending is kept.
 */
export function acceptFileName(given: string): string {
  const name = given.toWellFormed().normalize('NFC').replace(unseen, ' ').replace(/\s+/g, ' ').trim();
  return isBlank(name) ? 'file' : cutMiddle(name, limits.fileName, kept);
}
