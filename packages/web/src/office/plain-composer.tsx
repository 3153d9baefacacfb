import { limits } from '@tieline/protocol';
import { isBlank } from '@tieline/text';
import type { ClipboardEvent, RefObject } from 'react';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTieline } from '../ui/app/client-context.tsx';
import { hasTouchKeyboard, opensKeyboard } from '../ui/app/is-phone.ts';
import type { ComposerProps } from '../ui/composer/composer-props.ts';
import { Composer } from '../ui/composer/composer.tsx';
import { useDraft } from '../ui/composer/use-draft.ts';
import { filesOf, hasFiles, useAttach } from '../ui/files/use-attach.ts';

/** A field that is as high as its text. */
function useField(text: string): RefObject<HTMLTextAreaElement | null> {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);
  return field;
}

/** Plain text and files. */
export function PlainComposer(props: ComposerProps) {
  const { t } = useTranslation();
  const client = useTieline();
  const { conversation, blockReason } = props;
  const { id, peer } = conversation;
  const draft = useDraft(props);
  const [text, setText] = useState(draft.read);
  const field = useField(text);
  const attach = useAttach(conversation);
  const hasText = !isBlank(text);
  const focus = () => field.current?.focus();
  const change = (next: string) => {
    setText(next);
    draft.write(next);
  };
  const send = () => {
    if (hasText) void client.send(id, { kind: 'plain', text: text.trimEnd() });
    change('');
    focus();
  };
  const onPaste = (event: ClipboardEvent) => {
    // Word and Excel put a picture of the words beside them.
    const { clipboardData } = event;
    if (!hasFiles(clipboardData) || clipboardData.types.includes('text/plain')) return;
    event.preventDefault();
    attach(filesOf(clipboardData).files);
  };
  return (
    <Composer
      conversation={conversation}
      blockReason={blockReason}
      editor={{ text, limit: limits.textBytes, hasText, obstacle: null, send, focus }}
    >
      <textarea
        ref={field}
        data-composer
        rows={1}
        dir="auto"
        autoFocus={!opensKeyboard()}
        enterKeyHint={hasTouchKeyboard() ? 'enter' : 'send'}
        aria-label={t('composer.label', { name: peer.name })}
        placeholder={t('composer.placeholder', { name: peer.name })}
        value={text}
        onChange={(event) => change(event.target.value)}
        onPaste={onPaste}
        onBlur={draft.stopTyping}
        className="max-h-[40dvh] min-h-9 flex-1 resize-none bg-transparent px-2.5 py-1.5 text-[0.9375rem] leading-6 outline-none placeholder:text-faint"
      />
    </Composer>
  );
}
