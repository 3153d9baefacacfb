import type { ConversationView } from '@tieline/protocol';
import { useTranslation } from 'react-i18next';
import { useClientState } from '../app/client-context.tsx';

/** A line of fixed height, so that nothing jumps when the other begins to type. */
export function TypingLine({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation();
  const typing = useClientState((state) => state.typing.get(conversation.id));
  const { peer } = conversation;
  return (
    <p role="status" className="mx-auto flex h-5 w-full max-w-4xl items-center gap-2 px-4 text-xs text-soft">
      {typing?.has(peer.seat) ? (
        <>
          <span>{t('typing', { name: peer.name })}</span>
          <span aria-hidden="true" className="flex gap-0.5">
            {[0, 150, 300].map((delay) => (
              <span
                key={delay}
                className="size-1 animate-blink rounded-full bg-accent"
                style={{ animationDelay: `${delay}ms` }}
              />
            ))}
          </span>
        </>
      ) : null}
    </p>
  );
}
