import type { PendingMessage } from '@tieline/client';
import type { ConversationId } from '@tieline/protocol';
import { CircleAlert, Clock3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useTieline } from '../app/client-context.tsx';
import { refusalText } from '../texts/sentences.ts';
import { Why } from '../elements/why.tsx';

interface PendingProps {
  readonly conversation: ConversationId;
  readonly pending: PendingMessage;
}

const action = 'rounded font-medium text-accent hover:underline';

function FailedNote({ conversation, pending }: PendingProps) {
  const { t } = useTranslation();
  const client = useTieline();
  const refused = pending.state === 'refused';
  // It was sent, and stored, and nobody has heard it (DEL-3).
  const isStored = pending.refusal?.code === 'reached-no-device';
  const sentence = pending.refusal
    ? refusalText(pending.refusal)
    : (pending.problem ?? t('message.failedPlain'));
  return (
    <div role="alert" className="mt-0.5 flex flex-wrap items-center gap-x-2.5 gap-y-0.5 text-xs text-danger">
      <CircleAlert size={13} aria-hidden="true" className="shrink-0" />
      <span>{isStored ? sentence : t(refused ? 'message.refused' : 'message.failed', { sentence })}</span>
      {pending.refusal ? <Why rule={pending.refusal.rule} /> : null}
      <button type="button" className={action} onClick={() => client.retry(conversation, pending.clientId)}>
        {t(isStored ? 'message.sendAgain' : 'message.retry')}
      </button>
      <button type="button" className={action} onClick={() => client.discard(conversation, pending.clientId)}>
        {t('message.discard')}
      </button>
    </div>
  );
}

/** What happens to a message that is not stored yet. */
export function PendingNote(props: PendingProps) {
  const { t } = useTranslation();
  const { state, problem } = props.pending;
  if (state === 'refused' || state === 'failed') return <FailedNote {...props} />;
  return (
    <p className="mt-0.5 flex items-center gap-1.5 text-xs text-faint">
      <Clock3 size={12} aria-hidden="true" />
      <span>
        {t(state === 'queued' ? (problem === null ? 'message.queued' : 'message.tried') : 'message.sending')}
      </span>
    </p>
  );
}
