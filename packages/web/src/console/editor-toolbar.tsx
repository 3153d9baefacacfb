import { Tooltip } from '@base-ui/react/tooltip';
import { NodeSelection } from '@tiptap/pm/state';
import { type Editor, useEditorState } from '@tiptap/react';
import { Link2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { runTool, type Tool, toolGroups } from './editor-tools.ts';
import { commandKey } from '../ui/use-shortcuts.ts';
import { IconButton } from './icon-button.tsx';
import { type ImageAttributes, imageIn } from './image-attributes.ts';
import { ImageButton } from './image-button.tsx';
import { ImageField } from './image-field.tsx';
import { LinkField } from './link-field.tsx';

const size = 15;

interface ToolStates {
  readonly link: boolean;
  /** The names of the tools that the cursor is in, and of those that can do nothing now. */
  readonly active: readonly string[];
  readonly idle: readonly string[];
  /** The image that is selected, and where it stands. */
  readonly image: (Pick<ImageAttributes, 'alt'> & { readonly at: number }) | null;
}

function selectedImage({ state: { selection } }: Editor): ToolStates['image'] {
  const image = selection instanceof NodeSelection ? imageIn(selection.node) : null;
  return image && { at: selection.from, alt: image.alt };
}

function useStates(editor: Editor): ToolStates {
  return useEditorState({
    editor,
    selector: ({ editor: now }) => {
      const tools = toolGroups.flat();
      const idle = [...(now.can().undo() ? [] : ['undo']), ...(now.can().redo() ? [] : ['redo'])];
      const isIn = ({ mark }: Tool): boolean => mark !== null && now.isActive(mark);
      const active = tools.filter(isIn).map(({ name }) => name);
      return { link: now.isActive('link'), active, idle, image: selectedImage(now) };
    },
  });
}

interface ToolbarProps {
  readonly editor: Editor;
  readonly isLinking: boolean;
  readonly onLinking: (isLinking: boolean) => void;
  readonly onImages: (files: readonly File[]) => void;
}

/** Tools that belong together. The line before them lies beyond the edge where they begin a row. */
function Group({ children }: { children: ReactNode }) {
  return (
    <div className="relative -ms-px flex gap-0.5 ps-1.5 pe-1 before:absolute before:inset-y-1.5 before:start-0 before:w-px before:bg-line">
      {children}
    </div>
  );
}

/** Formatting by button; each has a shortcut. */
export function EditorToolbar({ editor, isLinking, onLinking, onImages }: ToolbarProps) {
  const { t } = useTranslation();
  const { active, idle, link, image } = useStates(editor);
  return (
    <Tooltip.Provider delay={400}>
      <div
        role="toolbar"
        aria-label={t('composer.toolbar')}
        className="-mb-1 flex flex-wrap gap-y-0.5 overflow-hidden pt-1.5 pe-1.5 pb-1"
      >
        {toolGroups.map((tools) => (
          <Group key={tools[0].name}>
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
          </Group>
        ))}
        <Group>
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
        </Group>
      </div>
      {isLinking ? (
        <LinkField editor={editor} onDone={() => onLinking(false)} />
      ) : image ? (
        <ImageField key={image.at} editor={editor} {...image} />
      ) : null}
    </Tooltip.Provider>
  );
}
