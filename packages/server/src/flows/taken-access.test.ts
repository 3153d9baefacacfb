import type { ConversationId, MessageBody } from '@tieline/protocol';
import { type Line, startTestServer, type TestServer, wholeCast } from '@tieline/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { Actor, Context } from '../features/context.ts';
import type { Answer } from '../features/answer.ts';
import { loadConversations, loadOneConversation } from '../features/conversations/load-conversations.ts';
import { loadFormatted } from '../features/messages/load-formatted.ts';
import { loadHistory } from '../features/messages/load-history.ts';
import { resume } from '../features/messages/resume.ts';
import { authenticate } from '../features/sessions/authenticate.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => server.close());
afterEach(() => vi.restoreAllMocks());

type Read = (context: Context, actor: Actor, conversation: ConversationId) => Promise<Answer<unknown>>;

/** Everything that shows what others have written. */
const reads: Record<string, Read> = {
  history: (context, actor, conversation) =>
    loadHistory(context, actor, { conversation, before: null, after: null, since: null, limit: 100 }),
  'a resumed timeline': (context, actor, conversation) =>
    resume(context, actor, { token: null, timelines: [{ conversation, after: 0 }] }),
  'the list': (context, actor) =>
    loadConversations(context, actor, { list: 'own', after: null, limit: null }),
  'one conversation': (context, actor, conversation) => loadOneConversation(context, actor, { conversation }),
  'a formatted page': (context, actor, conversation) =>
    loadFormatted(context, actor, { conversation, seq: 2 }),
};

const secret: MessageBody = { kind: 'rich', html: '<p>after <strong>that</strong></p>' };

/** Calls `meanwhile` once, before the first statement that reads what others have written. */
function beforeItIsShown(meanwhile: () => Promise<unknown>): void {
  const read = server.store.read;
  let isDue = true;
  vi.spyOn(server.store, 'read').mockImplementation((tenant, work) =>
    read(tenant, (db) =>
      work({
        ...db,
        query: async (text, values) => {
          const isLate = /\bmessages\b|\bexcerpt|\bconversations\b/.test(text);
          if (isDue && isLate) {
            isDue = false;
            await meanwhile();
          }
          return db.query(text, values);
        },
      }),
    ),
  );
}

describe('somebody whose session is ended while something is read for them', () => {
  /** Bea writes to Erik, who reads in the office. */
  async function atWork() {
    const house = await server.company({ cast: wholeCast });
    const [erik, bea] = [await house.join('erik', 'office'), await house.join('bea', 'console')];
    const control = await house.join('erik', 'office');
    const { id } = await bea.open(erik.seat);
    await bea.say(id, 'before');
    const { context } = server.node;
    const actor = await authenticate(context, erik.device.token, 'office');
    if (!actor) throw new Error('Erik is signed in.');
    const end = async (line: Line) => {
      const { status } = await control.device.request('DELETE', `/sessions/${line.device.session}`);
      expect(status).toBe(200);
    };
    return { context, actor, erik, bea, id, end };
  }

  it.each(Object.entries(reads))('%s shows nothing that was written afterwards', async (_, read) => {
    const { context, actor, erik, bea, id, end } = await atWork();
    // The positive: what is written in between is shown to whoever may see it.
    beforeItIsShown(() => bea.say(id, secret));
    const shown = await read(context, actor, id);
    expect(JSON.stringify(shown)).toContain('that');
    vi.restoreAllMocks();
    beforeItIsShown(async () => {
      await end(erik);
      await bea.say(id, 'what nobody is to see');
    });
    const answer = await read(context, actor, id);
    expect(answer).toMatchObject({ ok: false, code: 'not-signed-in' });
    expect(JSON.stringify(answer)).not.toContain('nobody');
  });
});
