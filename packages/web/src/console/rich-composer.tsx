import { limits } from '@tieline/protocol';
import { EditorContent } from '@tiptap/react';
import { Type } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AttachButton } from '../ui/composer/attach-button.tsx';
import type { ComposerProps } from '../ui/conversation/conversation.tsx';
import { keyOf } from '../ui/keyboard/keys.ts';
import { pageMessages } from '../ui/keyboard/list-keys.ts';
import { join } from '../ui/elements/join.ts';
import { bytesLeft, charactersLeft, LengthCounter } from '../ui/composer/length-counter.tsx';
import { SendButton } from '../ui/composer/send-button.tsx';
import { isSendKey } from '../ui/keyboard/send-key.ts';
import { say } from '../ui/elements/toasts.tsx';
import { UploadTray } from '../ui/files/upload-tray.tsx';
import { useTray } from '../ui/files/use-tray.ts';
import { EditorToolbar } from './editor-toolbar.tsx';
import { useComposerEditor } from './use-composer-editor.ts';

/** Shows and hides the tools where the window is too low for them and messages, as at a zoom of 400 %. */
function ToolsButton({ isOpen, onToggle }: { isOpen: boolean; onToggle: () => void }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      aria-label={t('composer.toolbar')}
      title={t('composer.toolbar')}
      aria-expanded={isOpen}
      onClick={onToggle}
      className="hidden size-9 shrink-0 items-center justify-center rounded-lg text-soft hover:bg-hover hover:text-ink aria-expanded:bg-accent-soft aria-expanded:text-accent short:inline-flex"
    >
      <Type size={18} aria-hidden="true" />
    </button>
  );
}

/** The rich editor. What is typed is kept until it is sent. */
export function RichComposer(props: ComposerProps) {
  const { t } = useTranslation();
  const { conversation, hold } = props;
  const { editor, html, isEmpty, waiting, hasPlaceholder, sendText, addFiles } = useComposerEditor(props);
  const tray = useTray(conversation);
  const [isLinking, setLinking] = useState(false);
  const [areToolsWanted, setToolsWanted] = useState(false);
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
    const isCommand = event.ctrlKey || event.metaKey;
    const sends = isSendKey(event);
    const links = isCommand && event.shiftKey && keyOf(event)?.toLowerCase() === 'u';
    if (!sends && !links && !pageMessages(event)) return;
    event.preventDefault();
    event.stopPropagation();
    if (sends) send();
    else if (links) setLinking(true);
  };
  return (
    <div className="mx-auto w-full max-w-4xl px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] max-[22rem]:px-0.5 md:px-4 md:pb-4 short:pb-[max(0.375rem,env(safe-area-inset-bottom))]">
      <div
        role="group"
        aria-label={t('composer.group')}
        onKeyDownCapture={onKeyDownCapture}
        className="rounded-xl border border-line-strong bg-raised shadow-low focus-within:border-accent focus-within:outline-1 focus-within:outline-accent"
      >
        {conversation.abilities.rich.allowed ? (
          <div className={join('min-h-8.5 pointer-coarse:min-h-10.5', !areToolsWanted && 'short:min-h-0')}>
            {editor ? (
              <EditorToolbar
                editor={editor}
                isWanted={areToolsWanted}
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
          {conversation.abilities.rich.allowed ? (
            <ToolsButton isOpen={areToolsWanted} onToggle={() => setToolsWanted(!areToolsWanted)} />
          ) : null}
          <div className="relative min-w-0 flex-1">
            {hasPlaceholder ? (
              <p
                aria-hidden="true"
                className="like-field pointer-events-none absolute inset-x-2.5 top-2 truncate text-sm text-faint"
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
          <SendButton
            canSend={canSend}
            reason={hold ?? (waiting > 0 ? t('composer.imagesWait', { count: waiting }) : null)}
            onSend={send}
          />
        </div>
      </div>
    </div>
  );
}
