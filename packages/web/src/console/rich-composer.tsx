import { limits } from '@tieline/protocol';
import { EditorContent } from '@tiptap/react';
import { Type } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComposerProps } from '../ui/composer/composer-props.ts';
import { Composer } from '../ui/composer/composer.tsx';
import { join } from '../ui/elements/join.ts';
import { keyOf } from '../ui/keyboard/keys.ts';
import { EditorToolbar } from './editor-toolbar.tsx';
import { useComposerEditor } from './use-composer-editor.ts';

/** Shows and hides the tools in a window of little height, as at a zoom of 400 %. */
function ToolsButton({ isOpen, onToggle }: { isOpen: boolean; onToggle: () => void }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      aria-label={t('composer.toolbar')}
      title={t('composer.toolbar')}
      aria-expanded={isOpen}
      onClick={onToggle}
      className="hidden size-9 shrink-0 items-center justify-center rounded-lg text-soft hover:bg-hover hover:text-ink aria-expanded:bg-accent-soft aria-expanded:text-accent short:inline-flex"
    >
      <Type size={18} aria-hidden="true" />
    </button>
  );
}

/** Stands over the editor while it is empty. */
function Placeholder({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <p
      aria-hidden="true"
      className="like-field pointer-events-none absolute inset-x-2.5 top-2 truncate text-sm text-faint"
    >
      {t('composer.placeholder', { name })}
    </p>
  );
}

function isLinkKey(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey) && event.shiftKey && keyOf(event)?.toLowerCase() === 'u';
}

/** Formatted text with images, and files. */
export function RichComposer(props: ComposerProps) {
  const { t } = useTranslation();
  const { conversation, blockReason } = props;
  const { peer, abilities } = conversation;
  const { editor, html, imagesUnderWay, hasPlaceholder, send, addFiles } = useComposerEditor(props);
  const [isLinking, setLinking] = useState(false);
  const [areToolsOpen, setToolsOpen] = useState(false);
  const openLink = (event: KeyboardEvent) => {
    if (isLinkKey(event)) setLinking(true);
    return isLinkKey(event);
  };
  const toolbar = (
    <div className={join('min-h-8.5 pointer-coarse:min-h-10.5', !areToolsOpen && 'short:min-h-0')}>
      {editor ? (
        <EditorToolbar
          editor={editor}
          isOpen={areToolsOpen}
          isLinking={isLinking}
          onLinking={setLinking}
          onImages={(files) => addFiles(editor, files)}
        />
      ) : null}
    </div>
  );
  return (
    <Composer
      conversation={conversation}
      blockReason={blockReason}
      editor={{
        text: html,
        limit: limits.htmlBytes,
        hasText: html !== '',
        obstacle: imagesUnderWay > 0 ? t('composer.imagesWait', { count: imagesUnderWay }) : null,
        send,
        focus: () => editor?.commands.focus(),
      }}
      toolbar={abilities.rich.allowed ? toolbar : null}
      buttons={
        abilities.rich.allowed ? (
          <ToolsButton isOpen={areToolsOpen} onToggle={() => setToolsOpen(!areToolsOpen)} />
        ) : null
      }
      onKey={openLink}
    >
      <div className="relative min-w-0 flex-1">
        {hasPlaceholder ? <Placeholder name={peer.name} /> : null}
        <EditorContent
          editor={editor}
          className="rich max-h-[36dvh] min-h-10 overflow-y-auto px-2.5 py-2 text-sm wrap-anywhere"
        />
      </div>
    </Composer>
  );
}
