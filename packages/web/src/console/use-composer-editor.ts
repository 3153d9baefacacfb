import { limits } from '@tieline/protocol';
import { isBlank } from '@tieline/text';
import { type Editor, useEditor } from '@tiptap/react';
import { EditorState } from '@tiptap/pm/state';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelf, useTieline } from '../ui/app/client-context.tsx';
import type { ComposerProps } from '../ui/conversation/conversation.tsx';
import { moveDraft, readDraft, writeDraft } from '../ui/composer/drafts.ts';
import { bytesLeft } from '../ui/composer/length-counter.tsx';
import { hasTouchKeyboard, opensKeyboard } from '../ui/app/is-phone.ts';
import { say } from '../ui/elements/toasts.tsx';
import { useTyping } from '../ui/composer/use-typing.ts';
import { blockDirection } from './block-direction.ts';
import { documentOf, emptyDocument } from './composer-draft.ts';
import { newLineKeys, written } from './editor-extensions.ts';
import { editorLinks } from './editor-links.ts';
import { imagesIn } from './image-attributes.ts';
import { imageNode } from './image-node.ts';
import { askedWhileTyping, typedFormatting } from './input-rules.ts';
import { pastingOf } from './pasting.ts';
import { sentHtml } from './sent-html.ts';
import { useComposerImages } from './use-composer-images.ts';

/** Nothing that can be seen, whatever the server would be sent. */
function isNothing(editor: Editor): boolean {
  return editor.isEmpty || (isBlank(editor.getText()) && imagesIn(editor.state.doc).length === 0);
}

/** Images that are on their way. */
function countWaiting(editor: Editor): number {
  return imagesIn(editor.state.doc).filter(({ src }) => src === null).length;
}

/** The editor of one conversation, its draft, its typing signal, and the way to send. */
export function useComposerEditor({ conversation, hold, origin }: ComposerProps) {
  const { t } = useTranslation();
  const client = useTieline();
  const self = useSelf();
  const { id, peer } = conversation;
  const tellTyping = useTyping(conversation);
  const images = useComposerImages(conversation);
  const [pasting] = useState(() => pastingOf({ onNothing: () => say(t('composer.nothingPasted')) }));
  const [html, setHtml] = useState('');
  const [waiting, setWaiting] = useState(0);
  const [isEmpty, setEmpty] = useState(true);
  // A list without a word in it is nothing to send, but it is no empty field either.
  const [hasPlaceholder, setPlaceholder] = useState(true);
  const follow = (editor: Editor, byHand: boolean) => {
    const blank = isNothing(editor);
    setHtml(blank ? '' : sentHtml(editor));
    setEmpty(blank);
    setWaiting(countWaiting(editor));
    setPlaceholder(editor.isEmpty && editor.getHTML() === '<p></p>');
    // What was only read is not written: it may be another tab's, or more than this version understands.
    if (!byHand) return;
    writeDraft(self.seat, id, blank ? '' : JSON.stringify(editor.getJSON()), origin);
    tellTyping(!blank && hold === null);
  };
  const editor = useEditor({
    // Made while rendering, it is destroyed again where the page takes long to show it, and its focus is lost.
    immediatelyRender: false,
    extensions: [
      written,
      editorLinks,
      newLineKeys,
      typedFormatting,
      blockDirection,
      imageNode,
      images.extension,
      pasting,
    ],
    enableInputRules: askedWhileTyping,
    // Signs in what was copied are what somebody wrote.
    enablePasteRules: false,
    content: documentOf(readDraft(self.seat, id)),
    autofocus: opensKeyboard() ? false : 'end',
    injectCSS: false,
    editorProps: {
      attributes: {
        role: 'textbox',
        'data-composer': '',
        'aria-multiline': 'true',
        enterkeyhint: hasTouchKeyboard() ? 'enter' : 'send',
        'aria-label': t('composer.label', { name: peer.name }),
        dir: 'auto',
      },
    },
    onCreate: ({ editor: created }) => follow(created, false),
    onUpdate: ({ editor: changed }) => follow(changed, true),
    onBlur: () => tellTyping(false),
  });
  const sendText = () => {
    if (!editor) return;
    const text = sentHtml(editor);
    if (isNothing(editor) || countWaiting(editor) > 0 || bytesLeft(text, limits.htmlBytes) < 0) return;
    void client.send(id, { kind: 'rich', html: text });
    editor.commands.setContent(emptyDocument);
    // What is sent cannot be undone, and its images are of that message now.
    forgetHistory(editor);
    images.forget();
    tellTyping(false);
  };
  const end = origin?.end ?? null;
  useEffect(() => {
    // A reload finds out from the draft how the chat ended that it was written in.
    if (end !== null) moveDraft(self.seat, id, origin);
  }, [end, id, origin, self.seat]);
  return { editor, html, isEmpty, waiting, hasPlaceholder, sendText, addFiles: images.add };
}

function forgetHistory({ state, view }: Editor): void {
  const { doc, schema, plugins } = state;
  view.updateState(EditorState.create({ doc, schema, plugins }));
  // Whoever follows the editor hears of transactions only.
  view.dispatch(view.state.tr);
}
