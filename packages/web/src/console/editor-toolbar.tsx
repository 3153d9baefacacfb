import { Tooltip } from '@base-ui/react/tooltip';
import { type Editor, useEditorState } from '@tiptap/react';
import { Bold, Italic, Link2, List, ListOrdered } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { commandKey } from '../ui/use-shortcuts.ts';
import { IconButton } from './icon-button.tsx';
import { LinkField } from './link-field.tsx';

const size = 15;

const tools = [
  {
    name: 'bold',
    mark: 'bold',
    icon: Bold,
    keys: 'B',
    run: (editor: Editor) => editor.chain().focus().toggleBold().run(),
  },
  {
    name: 'italic',
    mark: 'italic',
    icon: Italic,
    keys: 'I',
    run: (editor: Editor) => editor.chain().focus().toggleItalic().run(),
  },
  {
    name: 'bullets',
    mark: 'bulletList',
    icon: List,
    keys: 'Shift 8',
    run: (editor: Editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    name: 'numbers',
    mark: 'orderedList',
    icon: ListOrdered,
    keys: 'Shift 7',
    run: (editor: Editor) => editor.chain().focus().toggleOrderedList().run(),
  },
] as const;

function useActive(editor: Editor) {
  return useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive('bold'),
      italic: now.isActive('italic'),
      bulletList: now.isActive('bulletList'),
      orderedList: now.isActive('orderedList'),
      link: now.isActive('link'),
    }),
  });
}

interface ToolbarProps {
  readonly editor: Editor;
  readonly isLinking: boolean;
  readonly onLinking: (isLinking: boolean) => void;
}

/** Formatting by button; each has a shortcut. */
export function EditorToolbar({ editor, isLinking, onLinking }: ToolbarProps) {
  const { t } = useTranslation();
  const active = useActive(editor);
  return (
    <Tooltip.Provider delay={400}>
      <div role="toolbar" aria-label={t('composer.toolbar')} className="flex gap-0.5 px-1.5 pt-1.5">
        {tools.map(({ name, mark, icon: Icon, keys, run }) => (
          <IconButton
            key={name}
            label={t(`composer.${name}`)}
            keys={`${commandKey} ${keys}`}
            aria-pressed={active[mark]}
            onClick={() => run(editor)}
            className="size-7"
          >
            <Icon size={size} aria-hidden="true" />
          </IconButton>
        ))}
        <IconButton
          label={t('composer.link')}
          keys={`${commandKey} Shift U`}
          aria-pressed={active.link}
          onClick={() => onLinking(!isLinking)}
          className="size-7"
        >
          <Link2 size={size} aria-hidden="true" />
        </IconButton>
      </div>
      {isLinking ? <LinkField editor={editor} onDone={() => onLinking(false)} /> : null}
    </Tooltip.Provider>
  );
}
