import { startTestServer, type TestServer, waitFor, wholeCast } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => server.close());

describe('an agent and an expert', () => {
  it('[START-7, CONT-3] an agent asks an expert, who reads plain text and answers', async () => {
    const company = await server.company({ cast: wholeCast });
    const ada = await (await company.signIn('ada', 'console')).connect();
    const erikDevice = await company.signIn('erik', 'office');
    const erik = await erikDevice.connect();

    const chat = await ada.openConversation(erikDevice.seat);
    expect(chat.kind).toBe('expert');
    await ada.openTimeline(chat.id);
    expect(await ada.send(chat.id, { kind: 'rich', html: '<p>Is <b>HS 8517</b> right?</p>' })).toBe('stored');

    await waitFor(
      'the message in the office list',
      () => erik.getState().conversations.get(chat.id)?.unread === 1,
    );
    await erik.openTimeline(chat.id);
    expect(await erik.send(chat.id, { kind: 'plain', text: 'Yes, it is.' })).toBe('stored');
    await waitFor(
      'the answer in the console',
      () => ada.getState().timelines.get(chat.id)?.messages.length === 2,
    );

    const seen = erik.getState().timelines.get(chat.id)?.messages ?? [];
    expect(seen.map((message) => message.surface)).toEqual(['office', 'office']);
    expect(seen[0]).toMatchObject({ text: 'Is HS 8517 right?', formatted: `/formatted/${chat.id}/1` });
    expect(ada.getState().timelines.get(chat.id)?.messages[0]).toMatchObject({
      surface: 'console',
      html: '<p>Is <strong>HS 8517</strong> right?</p>',
    });
    ada.close();
    erik.close();
  });
});
