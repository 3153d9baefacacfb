import { limits } from '@tieline/protocol';
import { isBlank } from '@tieline/text';
import { type Editor, useEditor, type UseEditorOptions } from '@tiptap/react';
import { EditorState } from '@tiptap/pm/state';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTieline } from '../ui/app/client-context.tsx';
import { hasTouchKeyboard, opensKeyboard } from '../ui/app/is-phone.ts';
import type { ComposerProps } from '../ui/composer/composer-props.ts';
import { bytesLeft } from '../ui/composer/length-counter.tsx';
import { useDraft } from '../ui/composer/use-draft.ts';
import { showToast } from '../ui/elements/toasts.tsx';
import { blockDirection } from './block-direction.ts';
import { documentOf, emptyDocument } from './composer-draft.ts';
import { newLineKeys, starterKit } from './editor-extensions.ts';
import { editorLinks } from './editor-links.ts';
import { imagesIn } from './image-attributes.ts';
import { imageNode } from './image-node.ts';
import { inputRuleExtensions, inputRules } from './input-rules.ts';
import { createClipboardExtension } from './clipboard-extension.ts';
import { messageHtml } from './message-html.ts';
import { useComposerImages } from './use-composer-images.ts';

const textExtensions = [starterKit, editorLinks, newLineKeys, inputRules, blockDirection, imageNode];

/** What holds for every editor, whatever its conversation. */
const fixedOptions: UseEditorOptions = {
  // An editor that is made while rendering is destroyed again when the first paint is slow, and loses its focus.
  immediatelyRender: false,
  enableInputRules: inputRuleExtensions,
  // Signs in pasted text are text.
  enablePasteRules: false,
  injectCSS: false,
};

const fieldAttributes = (label: string) => ({
  role: 'textbox',
  'data-composer': '',
  'aria-multiline': 'true',
  enterkeyhint: hasTouchKeyboard() ? 'enter' : 'send',
  'aria-label': label,
  dir: 'auto',
});

/** What the composer shows of the editor's document. */
interface Content {
  /** As it is sent; empty where nothing visible is written. */
  readonly html: string;
  readonly imagesUnderWay: number;
  /** A list without a word is nothing to send, but not an empty field either. */
  readonly hasPlaceholder: boolean;
}

const emptyContent: Content = { html: '', imagesUnderWay: 0, hasPlaceholder: true };

function contentOf(editor: Editor): Content {
  const images = imagesIn(editor.state.doc);
  const isEmpty = editor.isEmpty || (isBlank(editor.getText()) && images.length === 0);
  return {
    html: isEmpty ? '' : messageHtml(editor),
    imagesUnderWay: images.filter(({ src }) => src === null).length,
    hasPlaceholder: editor.isEmpty && editor.getHTML() === '<p></p>',
  };
}

/** The editor of one conversation with its draft, and the way to send what is written. */
export function useComposerEditor(props: ComposerProps) {
  const { t } = useTranslation();
  const client = useTieline();
  const { id, peer } = props.conversation;
  const draft = useDraft(props);
  const images = useComposerImages(props.conversation);
  const [pasting] = useState(() =>
    createClipboardExtension({ onNothing: () => showToast(t('composer.nothingPasted')) }),
  );
  const [content, setContent] = useState(emptyContent);
  const editor = useEditor({
    ...fixedOptions,
    extensions: [...textExtensions, images.extension, pasting],
    content: documentOf(draft.read()),
    autofocus: opensKeyboard() ? false : 'end',
    editorProps: { attributes: fieldAttributes(t('composer.label', { name: peer.name })) },
    // Without writing the draft: it may be another tab's, or hold more than this version understands.
    onCreate: ({ editor: created }) => setContent(contentOf(created)),
    onUpdate: ({ editor: changed }) => {
      const next = contentOf(changed);
      setContent(next);
      draft.write(next.html === '' ? '' : JSON.stringify(changed.getJSON()));
    },
    onBlur: draft.stopTyping,
  });
  const send = () => {
    if (!editor) return;
    const { html, imagesUnderWay } = contentOf(editor);
    if (html === '' || imagesUnderWay > 0 || bytesLeft(html, limits.htmlBytes) < 0) return;
    void client.send(id, { kind: 'rich', html });
    editor.commands.setContent(emptyDocument);
    // Undo would bring back a sent message, with images that belong to it now.
    clearHistory(editor);
    images.forget();
    draft.stopTyping();
  };
  return { editor, ...content, send, addFiles: images.add };
}

function clearHistory({ state, view }: Editor): void {
  const { doc, schema, plugins } = state;
  view.updateState(EditorState.create({ doc, schema, plugins }));
  // React follows transactions only.
  view.dispatch(view.state.tr);
}
