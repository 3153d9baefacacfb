import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelf, useTieline } from '../app/client-context.tsx';
import { lossesOf, useLogOut } from '../account/use-log-out.ts';
import { Confirm } from './confirm.tsx';

/** Asks before a log-out that deletes something. */
export function LogOut({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useTieline();
  const { seat } = useSelf();
  const logOut = useLogOut();
  const [{ files, messages, drafts }] = useState(() => lossesOf(client, seat));
  const lost = [
    files > 0 && t('account.lostFiles', { count: files }),
    messages > 0 && t('account.lostMessages', { count: messages }),
    drafts > 0 && t('account.lostDrafts', { count: drafts }),
    t('account.lost'),
  ];
  return (
    <Confirm
      title={t('account.logOutTitle')}
      lead={lost.filter(Boolean).join(' ')}
      action={t('account.logOut')}
      onConfirm={logOut}
      onClose={onClose}
    />
  );
}
