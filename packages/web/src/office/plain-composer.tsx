import { isBlank } from '@tieline/text';
import type { ClipboardEvent, KeyboardEvent } from 'react';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AttachButton } from '../ui/composer/attach-button.tsx';
import { useSelf, useTieline } from '../ui/app/client-context.tsx';
import type { ComposerProps } from '../ui/conversation/conversation.tsx';
import { readDraft, writeDraft } from '../ui/composer/drafts.ts';
import { bytesLeft, charactersLeft, LengthCounter } from '../ui/composer/length-counter.tsx';
import { hasTouchKeyboard, opensKeyboard } from '../ui/app/is-phone.ts';
import { pageMessages } from '../ui/keyboard/list-keys.ts';
import { SendButton } from '../ui/composer/send-button.tsx';
import { isSendKey } from '../ui/keyboard/send-key.ts';
import { say } from '../ui/elements/toasts.tsx';
import { UploadTray } from '../ui/files/upload-tray.tsx';
import { filesOf, hasFiles } from '../ui/files/use-attach.ts';
import { useTray } from '../ui/files/use-tray.ts';
import { useTyping } from '../ui/composer/use-typing.ts';

/** Plain text and files. What is not sent yet is kept until it is. */
export function PlainComposer({ conversation, hold, origin }: ComposerProps) {
  const { t } = useTranslation();
  const client = useTieline();
  const self = useSelf();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => readDraft(self.seat, conversation.id));
  const name = conversation.peer.name;
  const left = bytesLeft(text);
  const tray = useTray(conversation);
  const tellTyping = useTyping(conversation);
  const hasText = !isBlank(text);
  const hasContent = left >= 0 && (hasText || tray.hasSendable);
  const canSend = hasContent && hold === null;
  const change = (next: string) => {
    setText(next);
    writeDraft(self.seat, conversation.id, next, origin);
    tellTyping(!isBlank(next) && hold === null);
  };
  const send = () => {
    if (hasContent && hold !== null) say(hold);
    if (!canSend) return;
    if (hasText) void client.send(conversation.id, { kind: 'plain', text: text.trimEnd() });
    change('');
    tray.send();
    field.current?.focus();
  };
  const pick = (files: readonly File[]) => {
    tray.attach(files);
    field.current?.focus();
  };
  const onPaste = (event: ClipboardEvent) => {
    // Word and Excel bring a picture of what they copy along with its text.
    const { clipboardData } = event;
    if (!hasFiles(clipboardData) || clipboardData.types.includes('text/plain')) return;
    event.preventDefault();
    tray.attach(filesOf(clipboardData).files);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const sends = isSendKey(event);
    if (!sends && !pageMessages(event)) return;
    event.preventDefault();
    if (sends) send();
  };
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);
  return (
    <div className="mx-auto w-full max-w-4xl px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] md:px-4 md:pb-4 short:pb-[max(0.375rem,env(safe-area-inset-bottom))]">
      <div className="rounded-xl border border-line-strong bg-raised p-1.5 shadow-low focus-within:border-accent focus-within:outline-1 focus-within:outline-accent">
        <UploadTray uploads={tray.uploads} />
        <div className="flex items-end gap-1">
          {tray.mayAttach ? <AttachButton onPick={pick} /> : null}
          <textarea
            ref={field}
            data-composer
            rows={1}
            dir="auto"
            autoFocus={!opensKeyboard()}
            enterKeyHint={hasTouchKeyboard() ? 'enter' : 'send'}
            aria-label={t('composer.label', { name })}
            placeholder={t('composer.placeholder', { name })}
            value={text}
            onChange={(event) => change(event.target.value)}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
            onBlur={() => tellTyping(false)}
            className="max-h-[40dvh] min-h-9 flex-1 resize-none bg-transparent px-2.5 py-1.5 text-[0.9375rem] leading-6 outline-none placeholder:text-faint"
          />
          <LengthCounter left={charactersLeft(text)} />
          <SendButton canSend={canSend} reason={hold} onSend={send} />
        </div>
      </div>
    </div>
  );
}
