import type { ConversationView } from '@tieline/protocol';
import { UserRoundX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useIsAway } from '../presence/use-presence.ts';
import { Why } from '../elements/why.tsx';

/** Says what becomes of a message to somebody who is logged out, before one is written. Nothing while they are there. */
export function AwayLine({ conversation: { peer, whileAway } }: { conversation: ConversationView }) {
  const { t } = useTranslation();
  const isAway = useIsAway(peer);
  return (
    <div role="status">
      {isAway && whileAway !== null ? (
        <p className="mx-auto flex w-full max-w-4xl items-start gap-1.5 px-4 pb-1.5 text-xs text-wait-ink short:pb-0.5">
          <UserRoundX size={13} aria-hidden="true" className="mt-0.5 shrink-0" />
          <span className="min-w-0 flex-1 wrap-anywhere">
            {t(`conversation.away_${whileAway.fate}`, { name: peer.name })}
          </span>
          <span className="short:hidden">
            <Why rule={whileAway.rule} />
          </span>
        </p>
      ) : null}
    </div>
  );
}
