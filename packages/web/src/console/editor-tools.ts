import { AllSelection, TextSelection, type Transaction } from '@tiptap/pm/state';
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
import type { editorKeys } from '../ui/keyboard/editor-keys.ts';

interface ToolShape {
  readonly name: keyof typeof editorKeys;
  /** What the editor calls it where the cursor is in it; null: it changes nothing that the cursor could be in. */
  readonly mark: string | null;
  readonly icon: LucideIcon;
  readonly command: string;
}

/** What the toolbar offers, in groups. */
export const toolGroups = [
  [
    { name: 'bold', mark: 'bold', icon: Bold, command: 'toggleBold' },
    { name: 'italic', mark: 'italic', icon: Italic, command: 'toggleItalic' },
    { name: 'underline', mark: 'underline', icon: Underline, command: 'toggleUnderline' },
    { name: 'strike', mark: 'strike', icon: Strikethrough, command: 'toggleStrike' },
  ],
  [
    { name: 'bullets', mark: 'bulletList', icon: List, command: 'toggleBulletList' },
    {
      name: 'numbers',
      mark: 'orderedList',
      icon: ListOrdered,
      command: 'toggleOrderedList',
    },
    { name: 'quote', mark: 'blockquote', icon: TextQuote, command: 'toggleBlockquote' },
  ],
  [
    { name: 'code', mark: 'code', icon: Code, command: 'toggleCode' },
    { name: 'codeBlock', mark: 'codeBlock', icon: SquareCode, command: 'toggleCodeBlock' },
  ],
  [
    { name: 'undo', mark: null, icon: Undo2, command: 'undo' },
    { name: 'redo', mark: null, icon: Redo2, command: 'redo' },
  ],
] as const satisfies readonly (readonly ToolShape[])[];

export type Tool = (typeof toolGroups)[number][number];

export function runTool(editor: Editor, { command }: Tool): void {
  editor.chain().focus().command(selectWords)[command]().run();
}

/** Where all is selected, the words of it are: what is around them, a quote, could not be taken away otherwise. */
function selectWords({ tr }: { tr: Transaction }): boolean {
  const { doc, selection } = tr;
  if (selection instanceof AllSelection)
    tr.setSelection(TextSelection.between(doc.resolve(0), doc.resolve(doc.content.size)));
  return true;
}
