import type { SessionId, SessionView } from '@tieline/protocol';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Laptop } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../elements/button.tsx';
import { useTieline } from '../app/client-context.tsx';
import { RowBoundary } from '../app/crash-boundary.tsx';
import { useQueries } from '../app/queries.ts';
import { faultText } from '../texts/sentences.ts';
import { ErrorState, LoadingRows } from '../elements/states.tsx';
import { useTimes } from '../time/use-times.ts';
import { Dialog } from './dialog.tsx';

interface DeviceProps {
  readonly session: SessionView;
  readonly onSignOut: () => void;
}

function Device({ session, onSignOut }: DeviceProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const seen = session.live ? t('devices.live') : t('devices.seen', { when: times.full(session.lastSeenAt) });
  return (
    <li className="flex items-center gap-3 py-2.5">
      <Laptop size={20} aria-hidden="true" className="shrink-0 text-faint" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">
          <span>{session.device}</span>
          <span className="ms-1 font-normal text-faint">{`· ${t(`side.${session.surface}`)}`}</span>
        </p>
        <p className="text-xs text-soft">
          {session.current ? (
            <strong className="font-medium text-accent">{`${t('devices.current')} · `}</strong>
          ) : null}
          <span>{`${seen} · ${t('devices.since', { when: times.full(session.createdAt) })}`}</span>
        </p>
      </div>
      {session.current ? null : (
        <Button small onClick={onSignOut} aria-label={t('devices.signOutDevice', { device: session.device })}>
          {t('devices.signOut')}
        </Button>
      )}
    </li>
  );
}

/** The devices that are signed in with this account, and the way to sign them out. */
export function Devices({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useTieline();
  const queries = useQueries();
  const sessions = useInfiniteQuery(
    {
      queryKey: ['sessions'],
      queryFn: ({ pageParam }) => client.loadSessions(pageParam === null ? {} : { after: pageParam }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next,
    },
    queries,
  );
  const signOut = useMutation(
    {
      mutationFn: (which: SessionId | 'others') =>
        which === 'others' ? client.revokeOtherSessions() : client.revokeSession(which),
      onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
    },
    queries,
  );
  const devices = sessions.data?.pages.flatMap((page) => page.sessions) ?? [];
  const others = devices.filter((session) => !session.current);
  return (
    <Dialog title={t('devices.title')} lead={t('devices.lead')} onClose={onClose}>
      {sessions.isPending ? <LoadingRows rows={2} label={t('common.loading')} /> : null}
      {sessions.isError ? (
        <ErrorState title={faultText(sessions.error)} onRetry={() => void sessions.refetch()} />
      ) : null}
      <ul className="divide-y divide-line">
        {devices.map((session) => (
          <RowBoundary key={session.id} row="device" frame="li" of={session}>
            <Device session={session} onSignOut={() => signOut.mutate(session.id)} />
          </RowBoundary>
        ))}
      </ul>
      {sessions.hasNextPage ? (
        <Button disabled={sessions.isFetchingNextPage} onClick={() => void sessions.fetchNextPage()}>
          {t('devices.more')}
        </Button>
      ) : null}
      {signOut.isError ? (
        <p role="alert" className="text-danger">
          {faultText(signOut.error)}
        </p>
      ) : null}
      {sessions.data && others.length === 0 ? (
        <p className="text-xs text-faint">{t('devices.none')}</p>
      ) : null}
      {others.length > 1 ? (
        <Button onClick={() => signOut.mutate('others')}>{t('devices.signOutOthers')}</Button>
      ) : null}
    </Dialog>
  );
}
