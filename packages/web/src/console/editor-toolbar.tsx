import { Tooltip } from '@base-ui/react/tooltip';
import { NodeSelection } from '@tiptap/pm/state';
import { type Editor, useEditorState } from '@tiptap/react';
import { Link2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { runTool, type Tool, toolGroups } from './editor-tools.ts';
import { editorKeys } from '../ui/keyboard/editor-keys.ts';
import { join } from '../ui/elements/join.ts';
import { walkToolbar } from '../ui/keyboard/list-keys.ts';
import { commandKey } from '../ui/keyboard/use-shortcuts.ts';
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
  /** Whether the tools are shown in a window of little height; in all others they are. */
  readonly isOpen: boolean;
  readonly isLinking: boolean;
  readonly onLinking: (isLinking: boolean) => void;
  readonly onImages: (files: readonly File[]) => void;
}

/** Of each tool: all of them have room in one row at a width of 320, and a finger meets no other one. */
const tool = 'h-7 w-7 min-w-6 shrink pointer-coarse:h-9';

/** Tools that belong together, behind a line. */
function Group({ children }: { children: ReactNode }) {
  return (
    <div className="relative -ms-px flex min-w-0 before:absolute before:inset-y-1.5 before:start-0 before:w-px before:bg-line first:before:hidden @min-[27.5rem]:gap-0.5 @min-[27.5rem]:ps-1.5 @min-[27.5rem]:pe-1">
      {children}
    </div>
  );
}

/** Formatting by button; each has a shortcut. */
export function EditorToolbar({ editor, isOpen, isLinking, onLinking, onImages }: ToolbarProps) {
  const { t } = useTranslation();
  const { active, idle, link, image } = useStates(editor);
  return (
    <Tooltip.Provider delay={400}>
      <div
        role="toolbar"
        aria-label={t('composer.toolbar')}
        className={join('@container -mb-1 pt-1.5 pb-1', !isOpen && 'short:hidden')}
      >
        <div role="presentation" onKeyDown={walkToolbar} className="flex">
          {toolGroups.map((tools) => (
            <Group key={tools[0].name}>
              {tools.map((one) => (
                <IconButton
                  key={one.name}
                  label={t(`composer.${one.name}`)}
                  keys={`${commandKey} ${editorKeys[one.name]}`}
                  aria-pressed={one.mark === null ? undefined : active.includes(one.name)}
                  disabled={idle.includes(one.name)}
                  onClick={() => runTool(editor, one)}
                  className={tool}
                >
                  <one.icon size={size} aria-hidden="true" />
                </IconButton>
              ))}
            </Group>
          ))}
          <Group>
            <IconButton
              label={t('composer.link')}
              keys={`${commandKey} ${editorKeys.link}`}
              aria-pressed={link}
              onClick={() => onLinking(!isLinking)}
              className={tool}
            >
              <Link2 size={size} aria-hidden="true" />
            </IconButton>
            <ImageButton className={tool} onPick={onImages} />
          </Group>
        </div>
      </div>
      {isLinking ? (
        <LinkField editor={editor} onDone={() => onLinking(false)} />
      ) : image ? (
        <ImageField key={image.at} editor={editor} {...image} />
      ) : null}
    </Tooltip.Provider>
  );
}
