import { useTranslation } from 'react-i18next';
import { lazyPart } from '../app/lazy-part.tsx';
import { LoadingRows } from '../elements/states.tsx';

function LoadingRoster() {
  const { t } = useTranslation();
  return <LoadingRows rows={8} label={t('common.loading')} />;
}

/** The list of chats is there first: it needs nothing of the long lists of people. */
export const RosterList = lazyPart(async () => (await import('./roster-list.tsx')).RosterList, LoadingRoster);
