import { isMissed, type PendingMessage, type Timeline as TimelineState } from '@tieline/client';
import type { ConversationId, ConversationView } from '@tieline/protocol';
import type { ComponentType, ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AwayLine } from './away-line.tsx';
import { useClientState, useSelf, useTieline } from '../app/client-context.tsx';
import { ConversationHeader } from './conversation-header.tsx';
import { PaneBoundary } from '../app/crash-boundary.tsx';
import type { ComposerProps } from '../composer/composer-props.ts';
import { hasDraft } from '../composer/drafts.ts';
import { FileDrop } from '../files/file-drop.tsx';
import { GoneNotice } from './gone-notice.tsx';
import { goneSentence } from './gone-sentence.ts';
import { PendingRows } from '../timeline/pending-rows.tsx';
import { noticeText, refusalText } from '../texts/sentences.ts';
import { EmptyState, ErrorState, LoadingRows } from '../elements/states.tsx';
import { useFirstUnreadLoaded } from '../timeline/timeline-reading.ts';
import { Timeline } from '../timeline/timeline.tsx';
import { TypingLine } from './typing-line.tsx';
import { type Chat, useChat } from './use-chat.ts';
import { useWatch, watchedPeers } from '../presence/use-presence.ts';
import { Why } from '../elements/why.tsx';

interface ConversationProps {
  readonly id: ConversationId;
  readonly backTo: string;
  readonly composer: ComponentType<ComposerProps>;
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

interface LoadedProps {
  readonly conversation: ConversationView;
  readonly timeline: TimelineState;
}

/** The messages, from the moment on when the place where reading goes on is among them. */
function LoadedTimeline({ conversation, timeline }: LoadedProps) {
  const isThere = useFirstUnreadLoaded(conversation, timeline);
  if (isThere) return <Timeline conversation={conversation} timeline={timeline} />;
  return (
    <>
      <LoadingMessages />
      <PendingRows conversation={conversation} pending={timeline.pending} />
    </>
  );
}

/** Places begin anew with each interaction, so what was seen or held on to in the one before says nothing of this one. */
function useTimelineKey(id: ConversationId, interaction: number | null): string {
  const [shown, setShown] = useState({ id, interaction, number: 0 });
  const isAnother = shown.id !== id || (interaction !== null && interaction !== shown.interaction);
  if (isAnother) {
    const isSame = shown.id === id && shown.interaction === null;
    setShown({ id, interaction, number: isSame ? shown.number : shown.number + 1 });
  }
  return `${shown.id} ${shown.number}`;
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
  const key = useTimelineKey(conversation.id, timeline?.interaction ?? null);
  const isThere = timeline !== undefined && (timeline.state === 'ready' || timeline.messages.length > 0);
  if (isThere) return <LoadedTimeline key={key} conversation={conversation} timeline={timeline} />;
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
        <Why rule={send.rule} />
      </p>
    </div>
  );
}

/** What the newest own message met with, unless the message tells it by itself. */
function SendNotice({ timeline }: { timeline: TimelineState | undefined }): ReactNode {
  const last = timeline?.messages.at(-1);
  if (!timeline?.notice || (last && isMissed(last))) return null;
  return (
    <div className="beside-scrollbar shrink-0">
      <p role="status" className="mx-auto w-full max-w-4xl px-4 pb-2 text-xs text-faint">
        <span className="me-1">{noticeText(timeline.notice)}</span>
        <Why rule={timeline.notice.rule} />
      </p>
    </div>
  );
}

/** Why nothing can be sent; null where it can. */
function useBlockReason({ conversation, gone }: Chat): string | null {
  const { t } = useTranslation();
  const { send } = conversation.abilities;
  if (gone) {
    const isWithdrawn = conversation.phase === 'permanent';
    return t(isWithdrawn ? 'conversation.withdrawnHold' : 'conversation.endedHold');
  }
  return send.allowed ? null : refusalText(send);
}

/** The editor, also where nothing can be sent any more, for who has something typed in it or was about to. */
function ComposerArea({ chat, composer: Composer }: { chat: Chat; composer: ComponentType<ComposerProps> }) {
  const { seat } = useSelf();
  const blockReason = useBlockReason(chat);
  const { conversation, gone, origin } = chat;
  const [wasFree, setWasFree] = useState(() => blockReason === null || hasDraft(seat, conversation.id));
  if (blockReason === null && !wasFree) setWasFree(true);
  return (
    <div className="beside-scrollbar shrink-0">
      {gone ? null : <NoComposer conversation={conversation} />}
      {blockReason === null && conversation.abilities.typing.allowed ? (
        <TypingLine conversation={conversation} />
      ) : null}
      {blockReason === null ? <AwayLine conversation={conversation} /> : null}
      {conversation.archive === null && wasFree ? (
        <Composer conversation={conversation} blockReason={blockReason} origin={origin} />
      ) : null}
    </div>
  );
}

/** Tells who cannot see the page that the chat they look at is gone. */
function GoneAnnouncement({ gone }: { gone: Chat['gone'] }) {
  const { t } = useTranslation();
  const { seat } = useSelf();
  const name = gone?.conversation.peer.name;
  return (
    <p role="status" className="sr-only">
      {gone ? t(goneSentence(gone, seat), { name }) : null}
    </p>
  );
}

/** One conversation: header, messages, composer. */
export function Conversation({ id, backTo, composer, actions: Actions }: ConversationProps) {
  const { t } = useTranslation();
  const client = useTieline();
  const chat = useChat(id);
  const timeline = useClientState((state) => state.timelines.get(id));
  const listState = useClientState((state) => state.conversationsState);
  const isKnown = useClientState((state) => state.conversations.has(id));
  useEffect(() => {
    if (isKnown) void client.openTimeline(id);
    // Whoever comes back goes on where reading goes on then.
    return () => client.showNewest(id);
  }, [client, id, isKnown]);
  useWatch(chat ? watchedPeers([chat.conversation]) : []);
  if (!chat) {
    return listState === 'loading' ? (
      <LoadingRows rows={7} label={t('conversation.loading')} />
    ) : (
      <EmptyState title={t('conversation.missing')} hint={t('conversation.missingHint')} />
    );
  }
  const { conversation, gone } = chat;
  return (
    <FileDrop
      conversation={conversation}
      aria-label={t('conversation.region', { name: conversation.peer.name })}
      className="relative flex min-h-0 min-w-0 flex-1 flex-col bg-surface"
    >
      <PaneBoundary of={conversation}>
        <ConversationHeader conversation={conversation} backTo={backTo}>
          {Actions && !gone ? <Actions conversation={conversation} /> : null}
        </ConversationHeader>
      </PaneBoundary>
      <GoneAnnouncement gone={gone} />
      {gone ? (
        <>
          <GoneNotice gone={gone} />
          <PendingRows conversation={conversation} pending={timeline?.pending ?? none} />
        </>
      ) : (
        <PaneBoundary of={timeline}>
          <Messages conversation={conversation} timeline={timeline} />
          <SendNotice timeline={timeline} />
        </PaneBoundary>
      )}
      <PaneBoundary of={id}>
        <ComposerArea key={id} chat={chat} composer={composer} />
      </PaneBoundary>
    </FileDrop>
  );
}
