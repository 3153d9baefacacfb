import type { PendingMessage, Timeline as TimelineState } from '@tieline/client';
import type { ConversationId, ConversationView } from '@tieline/protocol';
import type { ComponentType, ReactNode } from 'react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useClientState, useTieline } from './client-context.tsx';
import { ConversationHeader } from './conversation-header.tsx';
import { PaneBoundary } from './crash-boundary.tsx';
import { FileDrop } from './file-drop.tsx';
import { RuleTag } from './pending-note.tsx';
import { PendingRows } from './pending-rows.tsx';
import { refusalText } from './sentences.ts';
import { EmptyState, ErrorState, LoadingRows } from './states.tsx';
import { useLoadedBack } from './timeline-reading.ts';
import { Timeline } from './timeline.tsx';
import { TypingLine } from './typing-line.tsx';
import { useWatch, watchedPeers } from './use-presence.ts';

interface ConversationProps {
  readonly id: ConversationId;
  readonly backTo: string;
  readonly composer: ComponentType<{ conversation: ConversationView }>;
  /** Buttons at the end of the header. */
  readonly actions?: ComponentType<{ conversation: ConversationView }>;
}

const none: readonly PendingMessage[] = [];

function LoadingMessages() {
  const { t } = useTranslation();
  return (
    <div className="mx-auto w-full max-w-4xl flex-1 overflow-hidden">
      <LoadingRows rows={7} label={t('conversation.loading')} />
    </div>
  );
}

interface OpenedProps {
  readonly conversation: ConversationView;
  readonly timeline: TimelineState;
}

/** The messages, from the moment on when the place where reading goes on is among them. */
function OpenedTimeline({ conversation, timeline }: OpenedProps) {
  const isThere = useLoadedBack(conversation, timeline);
  if (isThere) return <Timeline conversation={conversation} timeline={timeline} />;
  return (
    <>
      <LoadingMessages />
      <PendingRows conversation={conversation} pending={timeline.pending} />
    </>
  );
}

function Messages({
  conversation,
  timeline,
}: {
  conversation: ConversationView;
  timeline: TimelineState | undefined;
}) {
  const { t } = useTranslation();
  const client = useTieline();
  const isThere = timeline !== undefined && (timeline.state === 'ready' || timeline.messages.length > 0);
  if (isThere)
    return <OpenedTimeline key={conversation.id} conversation={conversation} timeline={timeline} />;
  return (
    <>
      {timeline?.state === 'failed' ? (
        <ErrorState
          title={t('conversation.failed')}
          onRetry={() => void client.openTimeline(conversation.id)}
        />
      ) : (
        <LoadingMessages />
      )}
      <PendingRows conversation={conversation} pending={timeline?.pending ?? none} />
    </>
  );
}

/** Says why nothing can be written, where the editor would be. */
function NoComposer({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation();
  const { send } = conversation.abilities;
  if (send.allowed) return null;
  return (
    <div role="note" className="mx-auto w-full max-w-4xl px-4 pb-4">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border border-dashed border-line bg-paper px-4 py-3 text-soft">
        <span className="flex-1">{conversation.archive ? t('archive.banner') : refusalText(send)}</span>
        <RuleTag rule={send.rule} />
      </p>
    </div>
  );
}

/** What the newest own message met with, unless the message tells it by itself. */
function Notice({ timeline }: { timeline: TimelineState | undefined }): ReactNode {
  const last = timeline?.messages.at(-1);
  if (!timeline?.notice || (last?.surface === 'office' && last.fate !== null)) return null;
  return (
    <p role="status" className="mx-auto w-full max-w-4xl px-4 pb-2 text-xs text-faint">
      <span className="me-1">{timeline.notice.sentence}</span>
      <RuleTag rule={timeline.notice.rule} />
    </p>
  );
}

/** One conversation: header, messages, composer. */
export function Conversation({ id, backTo, composer: Composer, actions: Actions }: ConversationProps) {
  const { t } = useTranslation();
  const client = useTieline();
  const conversation = useClientState((state) => state.conversations.get(id));
  const timeline = useClientState((state) => state.timelines.get(id));
  const listState = useClientState((state) => state.conversationsState);
  const isKnown = conversation !== undefined;
  useEffect(() => {
    if (isKnown) void client.openTimeline(id);
    // Whoever comes back goes on where reading goes on then.
    return () => client.showNewest(id);
  }, [client, id, isKnown]);
  useWatch(conversation ? watchedPeers([conversation]) : []);
  if (!conversation) {
    return listState === 'loading' ? (
      <LoadingRows rows={7} label={t('conversation.loading')} />
    ) : (
      <EmptyState title={t('conversation.missing')} hint={t('conversation.missingHint')} />
    );
  }
  return (
    <FileDrop
      conversation={conversation}
      aria-label={t('conversation.region', { name: conversation.peer.name })}
      className="relative flex min-h-0 min-w-0 flex-1 flex-col bg-surface"
    >
      <ConversationHeader conversation={conversation} backTo={backTo}>
        {Actions ? <Actions conversation={conversation} /> : null}
      </ConversationHeader>
      <PaneBoundary of={timeline}>
        <Messages conversation={conversation} timeline={timeline} />
        <Notice timeline={timeline} />
      </PaneBoundary>
      {conversation.abilities.send.allowed ? (
        <PaneBoundary of={id}>
          {conversation.abilities.typing.allowed ? <TypingLine conversation={conversation} /> : null}
          <Composer key={id} conversation={conversation} />
        </PaneBoundary>
      ) : (
        <NoComposer conversation={conversation} />
      )}
    </FileDrop>
  );
}
