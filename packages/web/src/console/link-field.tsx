import type { Editor } from '@tiptap/react';
import type { KeyboardEvent } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { addressOf } from './link-address.ts';

/** Makes the selected words a link; without a selection, the address itself. */
export function LinkField({ editor, onDone }: { editor: Editor; onDone: () => void }) {
  const { t } = useTranslation();
  const before: unknown = editor.getAttributes('link')['href'];
  const [typed, setTyped] = useState(typeof before === 'string' ? before : '');
  const address = addressOf(typed);
  const apply = () => {
    if (address === null) return;
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
  const remove = () => {
    editor.chain().focus().extendMarkRange('link').unsetLink().run();
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') apply();
    else if (event.key === 'Escape') {
      event.stopPropagation();
      editor.commands.focus();
      onDone();
    } else return;
    event.preventDefault();
  };
  return (
    <div className="flex gap-1.5 px-2 pt-1.5">
      <input
        autoFocus
        aria-label={t('composer.linkAddress')}
        placeholder="https://"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-7 min-w-0 flex-1 rounded-md border border-line bg-surface px-2 placeholder:text-faint"
      />
      <Button small look="primary" disabled={address === null} onClick={apply}>
        {t('composer.linkApply')}
      </Button>
      {before === undefined ? null : (
        <Button small look="quiet" onClick={remove}>
          {t('composer.linkRemove')}
        </Button>
      )}
    </div>
  );
}
