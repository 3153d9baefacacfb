import { limits } from '@tieline/protocol';
import { cutMiddle, isBlank } from '@tieline/text';

/** Characters that are invisible or change the direction of text, by which `exe.xenna` could look like `annexe`. */
const invisible = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;

/** Characters at the end of a long name that are not cut: its extension, and what numbers it. */
const endLength = 20;

/**
 * The name of a file as it is shown. It is normalised, as macOS decomposes letters, so that names that look alike are
 * alike. It is never used as a path; a long one is cut so that its extension is kept.
 */
export function acceptFileName(original: string): string {
  const name = original.toWellFormed().normalize('NFC').replace(invisible, ' ').replace(/\s+/g, ' ').trim();
  return isBlank(name) ? 'file' : cutMiddle(name, limits.fileName, endLength);
}
