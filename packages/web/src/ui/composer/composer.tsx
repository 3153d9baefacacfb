import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { join } from '../elements/join.ts';
import { UploadTray } from '../files/upload-tray.tsx';
import { pageMessages } from '../keyboard/list-keys.ts';
import { isSendKey } from '../keyboard/send-key.ts';
import { AttachButton } from './attach-button.tsx';
import type { ComposerEditor, ComposerProps } from './composer-props.ts';
import { charactersLeft, LengthCounter } from './length-counter.tsx';
import { SendButton } from './send-button.tsx';
import { useSend } from './use-send.ts';

interface SlotProps extends Omit<ComposerProps, 'origin'> {
  readonly editor: ComposerEditor;
  /** Above the field. With it, the composer is announced as a group of controls. */
  readonly toolbar?: ReactNode;
  /** Buttons in front of the field. */
  readonly buttons?: ReactNode;
  /** Further keys of the field. Returns whether it has used the key. */
  readonly onKey?: (event: KeyboardEvent) => boolean;
  /** The field itself, marked with `data-composer`. */
  readonly children: ReactNode;
}

const isField = (target: EventTarget) => target instanceof Element && target.matches('[data-composer]');

/** The frame around a text field: toolbar, attached files, buttons, the length that is left, and the keys that send. */
export function Composer({ editor, toolbar, buttons, onKey, children, ...chat }: SlotProps) {
  const { t } = useTranslation();
  const { tray, canSend, send } = useSend(chat, editor);
  const isGroup = toolbar !== undefined;
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isField(event.target)) return;
    if (isSendKey(event)) send();
    else if (!onKey?.(event) && !pageMessages(event)) return;
    event.preventDefault();
  };
  return (
    <div
      className={join(
        'mx-auto w-full max-w-4xl px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] md:px-4 md:pb-4 short:pb-[max(0.375rem,env(safe-area-inset-bottom))]',
        isGroup && 'max-[22rem]:px-0.5',
      )}
    >
      <div
        role={isGroup ? 'group' : 'presentation'}
        aria-label={isGroup ? t('composer.group') : undefined}
        // While capturing: the rich editor ignores a key only if its default was prevented before.
        onKeyDownCapture={onKeyDown}
        className={join(
          'rounded-xl border border-line-strong bg-raised shadow-low focus-within:border-accent focus-within:outline-1 focus-within:outline-accent',
          !isGroup && 'pt-1.5',
        )}
      >
        {toolbar}
        {editor.obstacle === null ? null : (
          <p role="status" className="px-4 pt-1.5 text-xs text-soft">
            {editor.obstacle}
          </p>
        )}
        <div className="px-1.5">
          <UploadTray uploads={tray.uploads} />
        </div>
        <div className={join('flex items-end gap-1 p-1.5', isGroup ? 'pt-0.5' : 'pt-0')}>
          {tray.mayAttach ? (
            <AttachButton
              onPick={(files) => {
                tray.attach(files);
                editor.focus();
              }}
            />
          ) : null}
          {buttons}
          {children}
          <LengthCounter left={charactersLeft(editor.text, editor.limit)} />
          <SendButton canSend={canSend} reason={chat.blockReason ?? editor.obstacle} onSend={send} />
        </div>
      </div>
    </div>
  );
}
