import { writeChoices } from '../account/choices.ts';
import { allowNotices, type NoticeProblem } from './notices.ts';
import { playTone, unlockTone } from './tone.ts';

/** Whoever has chosen one of them, or neither, is not asked any more. */
export function chooseSound(sound: boolean): void {
  writeChoices({ sound, asked: true });
  if (!sound) return;
  // In the press itself, as Safari wants it; and so that one knows the sound.
  unlockTone();
  void playTone();
}

/** Answers why notifications cannot be shown, where they were wanted. */
export async function chooseNotices(isWanted: boolean): Promise<NoticeProblem> {
  const noticeProblem = isWanted ? await allowNotices() : null;
  writeChoices({ desktop: isWanted && noticeProblem === null, noticeProblem, asked: true });
  return noticeProblem;
}

export function chooseSilence(): void {
  writeChoices({ asked: true });
}
