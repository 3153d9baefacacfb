// @environment page
import { waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { conversationOf } from '../../../../client/test/cast.ts';
import { FakeServer } from '../../../../client/test/fake-server.ts';
import { closeAll, onlineClient } from '../../../../client/test/session.ts';
import { browserStorage } from './browser-storage.ts';

const chat = conversationOf(1);
let server: FakeServer;

afterEach(async () => {
  closeAll();
  await server.stop();
  localStorage.clear();
});

it('[DEL-6] a message that the line has kept back goes out after a reload, once', async () => {
  server = await new FakeServer().start();
  server.addChat(chat);
  server.fate = (frame) => (frame.do === 'send-message' ? 'silence' : undefined);
  const before = await onlineClient(server, 'office', {}, { storage: browserStorage });
  void before.send(chat, { kind: 'plain', text: 'kept' });
  await waitFor(() => expect(server.commandsOf('send-message')).toHaveLength(1));
  before.close();
  server.fate = () => undefined;
  await onlineClient(server, 'office', {}, { storage: browserStorage });
  await waitFor(() => expect(server.visible(chat).map(({ seq }) => seq)).toEqual([1]));
  expect(server.commandsOf('send-message').map((frame) => frame.with)).toMatchObject([
    { body: { text: 'kept' } },
    { body: { text: 'kept' } },
  ]);
  // What the server has is kept here no longer.
  await waitFor(() => expect(Object.keys(localStorage).filter((key) => key.includes(chat))).toEqual([]));
});
