import type { ConversationView } from '@tieline/protocol';
import { useTranslation } from 'react-i18next';
import { useTieline } from '../app/client-context.tsx';
import { refusalText } from '../texts/sentences.ts';
import { showToast } from '../elements/toasts.tsx';

/** What was dropped or pasted. A folder comes as a file that cannot be read, so it is counted apart. */
export function filesOf(given: DataTransfer): { readonly files: readonly File[]; readonly folders: number } {
  const items = [...given.items].filter(({ kind }) => kind === 'file');
  const isFolder = (item: DataTransferItem) => item.webkitGetAsEntry()?.isDirectory === true;
  const entries = items.filter((item) => !isFolder(item)).map((item) => item.getAsFile());
  return {
    files: entries.filter((file) => file !== null),
    folders: items.filter(isFolder).length,
  };
}

/** Whether a drag or a paste brings files. */
export function hasFiles(given: DataTransfer | null): given is DataTransfer {
  return given?.types.includes('Files') ?? false;
}

/** Attaches files to a conversation, or says why that cannot be. */
export function useAttach({ id, abilities }: ConversationView) {
  const { t } = useTranslation();
  const client = useTieline();
  return (files: readonly File[], folders = 0) => {
    if (!abilities.files.allowed) return showToast(refusalText(abilities.files));
    if (folders > 0) showToast(t('upload.folder'));
    client.attach(id, files);
  };
}
