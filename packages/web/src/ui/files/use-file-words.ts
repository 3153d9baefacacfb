import type { FileLinkView } from '@tieline/protocol';
import { useTranslation } from 'react-i18next';
import { describeType } from './file-type.ts';
import { useTimes } from '../time/use-times.ts';

/** Type and size of a file, and the one label of its link. */
export function useFileWords({ name, type, size }: Pick<FileLinkView, 'name' | 'type' | 'size'>) {
  const { t } = useTranslation();
  const times = useTimes();
  const label = describeType(type).label;
  const kind = label === '' ? t('file.unknown') : label;
  const bytes = times.size(size);
  return { kind, size: bytes, download: t('file.download', { name, type: kind, size: bytes }) };
}

/** Where a file is, as a link takes it. An address of anywhere else is none of ours. */
export function addressOf({ href }: Pick<FileLinkView, 'href'>): string | undefined {
  return /^\/(?!\/)/.test(href) ? href : undefined;
}
