import type { Editor } from '@tiptap/react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/elements/button.tsx';
import { EditorField } from './editor-field.tsx';

interface ImageFieldProps {
  readonly editor: Editor;
  /** Where the image stands. */
  readonly at: number;
  readonly alt: string;
}

/**
 * What the selected image shows, in words: for whoever does not see it, and for the excerpt that an office reader
 * gets. Each letter is in the text at once, so that a message that is sent meanwhile has it.
 */
export function ImageField({ editor, at, alt }: ImageFieldProps) {
  const { t } = useTranslation();
  const [before] = useState(alt);
  // One undo takes an image away; letters of its description are undone in this field.
  const describe = (words: string) =>
    editor.view.dispatch(editor.state.tr.setNodeAttribute(at, 'alt', words).setMeta('addToHistory', false));
  const leave = () =>
    editor
      .chain()
      .setTextSelection(at + 1)
      .focus()
      .run();
  return (
    <EditorField
      label={t('composer.imageDescription')}
      placeholder={t('composer.imageDescriptionHint')}
      value={alt}
      maxLength={300}
      onChange={describe}
      onApply={leave}
      onCancel={() => {
        describe(before);
        leave();
      }}
    >
      <Button small look="quiet" onClick={() => editor.chain().deleteSelection().focus().run()}>
        {t('composer.imageRemove')}
      </Button>
    </EditorField>
  );
}
