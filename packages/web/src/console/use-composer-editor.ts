import { type ConversationView, limits } from '@tieline/protocol';
import { type Editor, type JSONContent, useEditor } from '@tiptap/react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelf, useTieline } from '../ui/client-context.tsx';
import { readDraft, writeDraft } from '../ui/drafts.ts';
import { bytesLeft } from '../ui/length-counter.tsx';
import { opensKeyboard } from '../ui/is-phone.ts';
import { newLineKeys, written } from './editor-extensions.ts';
import { cleanPasted } from './paste.ts';

// As a document, not as an empty string: strings are parsed as HTML, which trusted types forbid.
const nothing: JSONContent = { type: 'doc', content: [{ type: 'paragraph' }] };

function documentOf(draft: string): JSONContent {
  if (draft === '') return nothing;
  try {
    return JSON.parse(draft) as JSONContent;
  } catch {
    // A draft that another version wrote is no reason not to write.
    return nothing;
  }
}

/** Nothing but white space and empty lines. */
function isBlank(editor: Editor): boolean {
  return editor.isEmpty || editor.getText().trim() === '';
}

/** The editor of one conversation, its draft, its typing signal, and the way to send. */
export function useComposerEditor(conversation: ConversationView) {
  const { t } = useTranslation();
  const client = useTieline();
  const self = useSelf();
  const { id, peer } = conversation;
  const tellsTyping = conversation.abilities.typing.allowed;
  const [html, setHtml] = useState('');
  const [isEmpty, setEmpty] = useState(true);
  // A list without a word in it is nothing to send, but it is no empty field either.
  const [hasPlaceholder, setPlaceholder] = useState(true);
  const follow = (editor: Editor, byHand: boolean) => {
    const blank = isBlank(editor);
    setHtml(blank ? '' : editor.getHTML());
    setEmpty(blank);
    setPlaceholder(editor.isEmpty && editor.getHTML() === '<p></p>');
    // What was only read is not written: it may be another tab's, or more than this version understands.
    if (!byHand) return;
    writeDraft(self.seat, id, blank ? '' : JSON.stringify(editor.getJSON()));
    if (tellsTyping) client.setTyping(id, !blank);
  };
  const editor = useEditor({
    // Made while rendering, it is destroyed again where the page takes long to show it, and its focus is lost.
    immediatelyRender: false,
    extensions: [written, newLineKeys],
    content: documentOf(readDraft(self.seat, id)),
    autofocus: opensKeyboard() ? false : 'end',
    injectCSS: false,
    editorProps: {
      transformPastedHTML: cleanPasted,
      attributes: {
        role: 'textbox',
        'data-composer': '',
        'aria-multiline': 'true',
        'aria-label': t('composer.label', { name: peer.name }),
        dir: 'auto',
      },
    },
    onCreate: ({ editor: created }) => follow(created, false),
    onUpdate: ({ editor: changed }) => follow(changed, true),
    onBlur: () => tellsTyping && client.setTyping(id, false),
  });
  const send = () => {
    if (!editor) return;
    const text = editor.getHTML();
    if (isBlank(editor) || bytesLeft(text, limits.htmlBytes) < 0) return;
    void client.send(id, { kind: 'rich', html: text });
    editor.commands.setContent(nothing);
    if (tellsTyping) client.setTyping(id, false);
  };
  useEffect(() => () => (tellsTyping ? client.setTyping(id, false) : undefined), [client, id, tellsTyping]);
  return { editor, html, isEmpty, hasPlaceholder, send };
}
