import { Tooltip } from '@base-ui/react/tooltip';
import { type Editor, useEditorState } from '@tiptap/react';
import { Link2 } from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { runTool, type Tool, toolGroups } from './editor-tools.ts';
import { commandKey } from '../ui/use-shortcuts.ts';
import { IconButton } from './icon-button.tsx';
import { ImageButton } from './image-button.tsx';
import { LinkField } from './link-field.tsx';

const size = 15;

interface ToolStates {
  readonly link: boolean;
  /** The names of the tools that the cursor is in, and of those that can do nothing now. */
  readonly active: readonly string[];
  readonly idle: readonly string[];
}

function useStates(editor: Editor): ToolStates {
  return useEditorState({
    editor,
    selector: ({ editor: now }) => {
      const tools = toolGroups.flat();
      const idle = [...(now.can().undo() ? [] : ['undo']), ...(now.can().redo() ? [] : ['redo'])];
      const isIn = ({ mark }: Tool): boolean => mark !== null && now.isActive(mark);
      return { link: now.isActive('link'), active: tools.filter(isIn).map(({ name }) => name), idle };
    },
  });
}

interface ToolbarProps {
  readonly editor: Editor;
  readonly isLinking: boolean;
  readonly onLinking: (isLinking: boolean) => void;
  readonly onImages: (files: readonly File[]) => void;
}

/** Formatting by button; each has a shortcut. */
export function EditorToolbar({ editor, isLinking, onLinking, onImages }: ToolbarProps) {
  const { t } = useTranslation();
  const { active, idle, link } = useStates(editor);
  return (
    <Tooltip.Provider delay={400}>
      <div role="toolbar" aria-label={t('composer.toolbar')} className="flex flex-wrap gap-0.5 px-1.5 pt-1.5">
        {toolGroups.map((tools, group) => (
          <Fragment key={tools[0]?.name}>
            {group === 0 ? null : <span aria-hidden="true" className="mx-1 my-1.5 w-px shrink-0 bg-line" />}
            {tools.map((tool) => (
              <IconButton
                key={tool.name}
                label={t(`composer.${tool.name}`)}
                keys={`${commandKey} ${tool.keys}`}
                aria-pressed={tool.mark === null ? undefined : active.includes(tool.name)}
                disabled={idle.includes(tool.name)}
                onClick={() => runTool(editor, tool)}
                className="size-7"
              >
                <tool.icon size={size} aria-hidden="true" />
              </IconButton>
            ))}
          </Fragment>
        ))}
        <IconButton
          label={t('composer.link')}
          keys={`${commandKey} Shift U`}
          aria-pressed={link}
          onClick={() => onLinking(!isLinking)}
          className="size-7"
        >
          <Link2 size={size} aria-hidden="true" />
        </IconButton>
        <ImageButton onPick={onImages} />
      </div>
      {isLinking ? <LinkField editor={editor} onDone={() => onLinking(false)} /> : null}
    </Tooltip.Provider>
  );
}
