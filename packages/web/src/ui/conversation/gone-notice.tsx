import type { GoneChat } from '@tieline/client';
import { MessageCircleOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../elements/button.tsx';
import { useSelf, useTieline } from '../app/client-context.tsx';
import { moveDraft } from '../composer/drafts.ts';
import { focusComposer } from '../keyboard/focus.ts';
import { goneSentence } from './gone-sentence.ts';
import { faultText } from '../texts/sentences.ts';
import { useIsAway } from '../presence/use-presence.ts';
import { Why } from '../elements/why.tsx';

/** Opens the chat anew: what was typed is for it from then on. */
function useStartAnew({ conversation: { id, peer } }: GoneChat) {
  const client = useTieline();
  const { seat } = useSelf();
  const [problem, setProblem] = useState<string | null>(null);
  const start = () => {
    setProblem(null);
    client.openConversation(peer.seat).then(
      () => {
        moveDraft(seat, id, null);
        focusComposer();
      },
      (fault: unknown) => setProblem(faultText(fault)),
    );
  };
  return { start, problem };
}

/** Where the messages were: why they are gone, and the way to a new chat. Of what was written it shows nothing (HIST-5). */
export function GoneNotice({ gone }: { gone: GoneChat }) {
  const { t } = useTranslation();
  const { seat } = useSelf();
  const { peer, phase, whileAway } = gone.conversation;
  const { start, problem } = useStartAnew(gone);
  const button = useRef<HTMLButtonElement>(null);
  const isWithdrawn = phase === 'permanent';
  const isAway = useIsAway(peer);
  useEffect(() => {
    // What had the keyboard went with the messages.
    if (document.activeElement === document.body) button.current?.focus();
  }, []);
  return (
    <div className="flex min-h-0 flex-1 flex-col items-center justify-center gap-1.5 overflow-y-auto px-6 py-6 text-center">
      <MessageCircleOff size={30} strokeWidth={1.5} aria-hidden="true" className="mb-1 shrink-0 text-faint" />
      <p className="font-medium text-ink">{t(goneSentence(gone, seat), { name: peer.name })}</p>
      <p className="max-w-96 text-soft">
        {t(isWithdrawn ? 'conversation.withdrawnHint' : 'conversation.endedHint')}
      </p>
      {isAway && whileAway?.fate === 'refused' ? (
        <p role="status" className="max-w-96 text-wait-ink">
          <span className="me-1">{t('conversation.endedPeerAway', { name: peer.name })}</span>
          <Why rule={whileAway.rule} />
        </p>
      ) : null}
      <Button ref={button} look="primary" className="mt-2.5" onClick={start}>
        {t(isWithdrawn ? 'conversation.reopen' : 'conversation.startNew')}
      </Button>
      {problem === null ? null : (
        <p role="alert" className="mt-1 max-w-96 text-danger">
          {t('people.startFailed', { reason: problem })}
        </p>
      )}
    </div>
  );
}
