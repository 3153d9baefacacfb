import { showToast } from '../elements/toasts.tsx';
import { useTray } from '../files/use-tray.ts';
import type { ComposerEditor, ComposerProps } from './composer-props.ts';
import { bytesLeft } from './length-counter.tsx';

/** The files beside a text, whether both can be sent, and the way to send them. */
export function useSend(
  { conversation, blockReason }: Omit<ComposerProps, 'origin'>,
  editor: ComposerEditor,
) {
  const tray = useTray(conversation);
  const { text, limit, hasText, obstacle } = editor;
  const hasContent = obstacle === null && bytesLeft(text, limit) >= 0 && (hasText || tray.hasSendable);
  const canSend = hasContent && blockReason === null;
  const send = () => {
    // A message that was meant for an ended chat would start the next one.
    if (hasContent && blockReason !== null) showToast(blockReason);
    if (!canSend) return;
    editor.send();
    tray.send();
  };
  return { tray, canSend, send };
}
