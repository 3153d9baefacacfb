// @environment page
import { act, screen, waitFor } from '@testing-library/react';
import { wireError } from '@tieline/protocol';
import { afterEach, expect, it } from 'vitest';
import { conversationOf, me, peer } from '../../../../client/test/cast.ts';
import { closePages, openPage } from '../../../test/page.tsx';
import { useClientState } from '../app/client-context.tsx';
import { writeDraft } from '../composer/drafts.ts';
import { ConversationItem } from './conversation-item.tsx';

const chat = conversationOf(1);
const now = Date.parse('2026-01-02T00:00:00.000Z');

function Item({ open }: { open: boolean }) {
  const conversation = useClientState((state) => state.conversations.get(chat));
  return conversation ? <ConversationItem conversation={conversation} open={open} now={now} /> : null;
}

async function pageWith(open = false) {
  const page = await openPage({ prepare: (server) => void server.addChat(chat) });
  page.show(<Item open={open} />);
  return page;
}

const text = () => screen.getByRole('link').textContent;

afterEach(closePages);

it('says what was written last, and by whom where that was oneself', async () => {
  const { server } = await pageWith();
  expect(text()).toContain('No messages yet');
  server.write(chat, 'hello', peer);
  await waitFor(() => expect(text()).toContain('hello'));
  expect(text()).not.toContain('You');
  server.write(chat, 'hello back', me);
  await waitFor(() => expect(text()).toContain('You: hello back'));
});

it('says what is typed and not sent, but never over what nobody has read yet', async () => {
  const { server } = await pageWith();
  act(() => writeDraft(me, chat, 'half a sent'));
  expect(text()).toContain('Draft: half a sent');
  server.write(chat, 'news', peer);
  await waitFor(() => expect(text()).toContain('news'));
  expect(text()).not.toContain('half a sent');
  expect(text()).toContain('Draft');
  act(() => writeDraft(me, chat, ''));
  expect(text()).not.toContain('Draft');
});

it('leaves what is typed to the composer where the chat is open', async () => {
  const { server } = await pageWith(true);
  server.write(chat, 'hello', peer);
  await waitFor(() => expect(text()).toContain('hello'));
  act(() => writeDraft(me, chat, 'half a sent'));
  expect(text()).not.toContain('Draft');
});

it('says that a message was turned away, until it is discarded', async () => {
  const { server, client } = await pageWith();
  await client.openTimeline(chat);
  server.fate = (frame) => (frame.do === 'send-message' ? { error: wireError('not-found') } : undefined);
  expect(text()).not.toContain('Not sent');
  await act(async () => void (await client.send(chat, { kind: 'plain', text: 'hello' })));
  await waitFor(() => expect(text()).toContain('Not sent'));
  const [refused] = client.getState().timelines.get(chat)?.pending ?? [];
  act(() => refused && client.discard(chat, refused.clientId));
  await waitFor(() => expect(text()).not.toContain('Not sent'));
});
