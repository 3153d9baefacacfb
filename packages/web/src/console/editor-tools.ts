import type { Editor } from '@tiptap/react';
import {
  Bold,
  Code,
  Italic,
  List,
  ListOrdered,
  type LucideIcon,
  Redo2,
  SquareCode,
  Strikethrough,
  TextQuote,
  Underline,
  Undo2,
} from 'lucide-react';

export interface Tool {
  readonly name:
    | 'bold'
    | 'italic'
    | 'underline'
    | 'strike'
    | 'bullets'
    | 'numbers'
    | 'quote'
    | 'code'
    | 'codeBlock'
    | 'undo'
    | 'redo';
  /** What the editor calls it where the cursor is in it; null: it changes nothing that the cursor could be in. */
  readonly mark: string | null;
  readonly icon: LucideIcon;
  /** Behind the command key. */
  readonly keys: string;
  run(editor: Editor): boolean;
}

/** What the toolbar offers, in groups. */
export const toolGroups: readonly (readonly Tool[])[] = [
  [
    {
      name: 'bold',
      mark: 'bold',
      icon: Bold,
      keys: 'B',
      run: (editor) => editor.chain().focus().toggleBold().run(),
    },
    {
      name: 'italic',
      mark: 'italic',
      icon: Italic,
      keys: 'I',
      run: (editor) => editor.chain().focus().toggleItalic().run(),
    },
    {
      name: 'underline',
      mark: 'underline',
      icon: Underline,
      keys: 'U',
      run: (editor) => editor.chain().focus().toggleUnderline().run(),
    },
    {
      name: 'strike',
      mark: 'strike',
      icon: Strikethrough,
      keys: 'Shift S',
      run: (editor) => editor.chain().focus().toggleStrike().run(),
    },
  ],
  [
    {
      name: 'bullets',
      mark: 'bulletList',
      icon: List,
      keys: 'Shift 8',
      run: (editor) => editor.chain().focus().toggleBulletList().run(),
    },
    {
      name: 'numbers',
      mark: 'orderedList',
      icon: ListOrdered,
      keys: 'Shift 7',
      run: (editor) => editor.chain().focus().toggleOrderedList().run(),
    },
    {
      name: 'quote',
      mark: 'blockquote',
      icon: TextQuote,
      keys: 'Shift B',
      run: (editor) => editor.chain().focus().toggleBlockquote().run(),
    },
  ],
  [
    {
      name: 'code',
      mark: 'code',
      icon: Code,
      keys: 'E',
      run: (editor) => editor.chain().focus().toggleCode().run(),
    },
    {
      name: 'codeBlock',
      mark: 'codeBlock',
      icon: SquareCode,
      keys: 'Alt C',
      run: (editor) => editor.chain().focus().toggleCodeBlock().run(),
    },
  ],
  [
    {
      name: 'undo',
      mark: null,
      icon: Undo2,
      keys: 'Z',
      run: (editor) => editor.chain().focus().undo().run(),
    },
    {
      name: 'redo',
      mark: null,
      icon: Redo2,
      keys: 'Shift Z',
      run: (editor) => editor.chain().focus().redo().run(),
    },
  ],
];
