import type { Editor } from '@tiptap/react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/elements/button.tsx';
import { EditorField } from './editor-field.tsx';
import { addressOf } from './link-address.ts';

/** Makes the selected words a link; without a selection, the address itself. */
export function LinkField({ editor, onDone }: { editor: Editor; onDone: () => void }) {
  const { t } = useTranslation();
  const before: unknown = editor.getAttributes('link')['href'];
  const [typed, setTyped] = useState(typeof before === 'string' ? before : '');
  const [isRefused, setRefused] = useState(false);
  const address = addressOf(typed);
  const apply = () => {
    if (address === null) return setRefused(true);
    const chain = editor.chain().focus().extendMarkRange('link');
    if (editor.state.selection.empty && !editor.isActive('link')) {
      chain
        .insertContent({
          type: 'text',
          text: typed.trim(),
          marks: [{ type: 'link', attrs: { href: address } }],
        })
        .run();
    } else chain.setLink({ href: address }).run();
    onDone();
  };
  const cancel = () => {
    editor.commands.focus();
    onDone();
  };
  const remove = () => {
    editor.chain().focus().extendMarkRange('link').unsetLink().run();
    onDone();
  };
  return (
    <EditorField
      autoFocus
      label={t('composer.linkAddress')}
      placeholder="https://"
      value={typed}
      problem={isRefused ? t('composer.linkRefused') : null}
      onChange={(next) => {
        setTyped(next);
        setRefused(false);
      }}
      onApply={apply}
      onCancel={cancel}
    >
      <Button small look="primary" aria-disabled={address === null} onClick={apply}>
        {t('composer.linkApply')}
      </Button>
      {before === undefined ? null : (
        <Button small look="quiet" onClick={remove}>
          {t('composer.linkRemove')}
        </Button>
      )}
    </EditorField>
  );
}
