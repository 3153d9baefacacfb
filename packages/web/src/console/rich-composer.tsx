import { limits } from '@tieline/protocol';
import { EditorContent } from '@tiptap/react';
import { SendHorizontal } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AttachButton } from '../ui/attach-button.tsx';
import type { ComposerProps } from '../ui/conversation.tsx';
import { keyOf } from '../ui/keys.ts';
import { bytesLeft, charactersLeft, LengthCounter } from '../ui/length-counter.tsx';
import { say } from '../ui/toasts.tsx';
import { UploadTray } from '../ui/upload-tray.tsx';
import { useTray } from '../ui/use-tray.ts';
import { EditorToolbar } from './editor-toolbar.tsx';
import { useComposerEditor } from './use-composer-editor.ts';

/** The rich editor: Enter sends, Shift and Enter begin a new line. What is typed is kept until it is sent. */
export function RichComposer(props: ComposerProps) {
  const { t } = useTranslation();
  const { conversation, hold } = props;
  const { editor, html, isEmpty, waiting, hasPlaceholder, sendText, addFiles } = useComposerEditor(props);
  const tray = useTray(conversation);
  const [isLinking, setLinking] = useState(false);
  const left = bytesLeft(html, limits.htmlBytes);
  const hasContent = waiting === 0 && left >= 0 && (!isEmpty || tray.hasSendable);
  const canSend = hasContent && hold === null;
  const send = () => {
    // Nothing of a chat that is over begins a new one unasked.
    if (hasContent && hold !== null) say(hold);
    if (!canSend) return;
    sendText();
    tray.send();
  };
  // On the way down, so that the editor never sees an Enter that sends.
  const onKeyDownCapture = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || !event.target.isContentEditable) return;
    const key = keyOf(event);
    const isCommand = event.ctrlKey || event.metaKey;
    const sends = key === 'Enter' && !event.shiftKey;
    const links = isCommand && event.shiftKey && key?.toLowerCase() === 'u';
    if (!sends && !links) return;
    event.preventDefault();
    event.stopPropagation();
    if (sends) send();
    else setLinking(true);
  };
  return (
    <div className="mx-auto w-full max-w-4xl px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] md:px-4 md:pb-4">
      <div
        role="group"
        aria-label={t('composer.group')}
        onKeyDownCapture={onKeyDownCapture}
        className="rounded-xl border border-line-strong bg-raised shadow-low focus-within:border-accent focus-within:outline-1 focus-within:outline-accent"
      >
        {conversation.abilities.rich.allowed ? (
          <div className="min-h-8.5">
            {editor ? (
              <EditorToolbar
                editor={editor}
                isLinking={isLinking}
                onLinking={setLinking}
                onImages={(files) => addFiles(editor, files)}
              />
            ) : null}
          </div>
        ) : null}
        {waiting > 0 ? (
          <p role="status" className="px-4 pt-1.5 text-xs text-soft">
            {t('composer.imagesWait', { count: waiting })}
          </p>
        ) : null}
        <div className="px-1.5">
          <UploadTray uploads={tray.uploads} />
        </div>
        <div className="flex items-end gap-1 p-1.5 pt-0.5">
          {tray.mayAttach ? (
            <AttachButton
              onPick={(files) => {
                tray.attach(files);
                editor?.commands.focus();
              }}
            />
          ) : null}
          <div className="relative min-w-0 flex-1">
            {hasPlaceholder ? (
              <p
                aria-hidden="true"
                className="pointer-events-none absolute inset-x-2.5 top-2 truncate text-sm text-faint"
              >
                {t('composer.placeholder', { name: conversation.peer.name })}
              </p>
            ) : null}
            <EditorContent
              editor={editor}
              className="rich max-h-[36dvh] min-h-10 overflow-y-auto px-2.5 py-2 text-sm wrap-anywhere"
            />
          </div>
          <LengthCounter left={charactersLeft(html, limits.htmlBytes)} />
          <button
            type="button"
            aria-label={t('composer.send')}
            title={hold ?? (waiting > 0 ? t('composer.imagesWait', { count: waiting }) : t('composer.hint'))}
            aria-disabled={!canSend}
            onClick={send}
            className="inline-flex size-9 shrink-0 items-center justify-center rounded-lg bg-accent text-on-accent transition-colors duration-(--quick) hover:brightness-110 aria-disabled:bg-hover aria-disabled:text-faint"
          >
            <SendHorizontal size={17} aria-hidden="true" className="rtl:-scale-x-100" />
          </button>
        </div>
      </div>
    </div>
  );
}
