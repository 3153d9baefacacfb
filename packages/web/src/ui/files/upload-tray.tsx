import type { Upload } from '@tieline/client';
import { useTranslation } from 'react-i18next';
import { RowBoundary } from '../app/crash-boundary.tsx';
import { UploadRow } from './upload-row.tsx';

/** What is attached and not sent yet. */
export function UploadTray({ uploads }: { uploads: readonly Upload[] }) {
  const { t } = useTranslation();
  if (uploads.length === 0) return null;
  return (
    <ul
      aria-label={t('upload.tray')}
      className="mb-1.5 max-h-[30dvh] overflow-y-auto border-b border-line px-2 pb-1.5"
    >
      {uploads.map((upload) => (
        <RowBoundary key={upload.id} row="file" frame="li" of={upload}>
          <UploadRow upload={upload} />
        </RowBoundary>
      ))}
    </ul>
  );
}
