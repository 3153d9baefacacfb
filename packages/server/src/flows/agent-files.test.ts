import type { ConversationId } from '@tieline/protocol';
import {
  announce,
  type Line,
  startTestServer,
  type TestServer,
  upload,
  waitFor,
  wholeCast,
} from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => server.close());

const bytes = new Uint8Array(Buffer.from('berth,crane\n4,2\n'));
const name = 'berths.csv';

async function send(line: Line, conversation: ConversationId) {
  const file = await upload(line.device, { conversation, name, bytes });
  return { file, said: await line.say(conversation, { kind: 'file', file }) };
}

function read(line: Line, href: string): Promise<Response> {
  return fetch(`${server.url}${href}`, { headers: { authorization: `Bearer ${line.device.token}` } });
}

describe('a console that may send files', () => {
  it('[OPT-4, CONT-6] sends one to an expert, who has it in full; the agent has a link to it', async () => {
    const house = await server.company({ cast: wholeCast, options: { agent_files: 'on' } });
    const [ada, erik] = [await house.join('ada', 'console'), await house.join('erik', 'office')];
    const { id } = await ada.open(erik.seat);
    const { said, file } = await send(ada, id);
    expect(said).toMatchObject({
      surface: 'console',
      file: { name, size: 16, href: `/files/console/${id}/${file}` },
    });
    expect(said).not.toHaveProperty('file.preview');
    await erik.caughtUp();
    const href = `/files/office/${id}/${file}`;
    expect(erik.heard('message').map(({ message }) => message)).toMatchObject([
      { surface: 'office', text: name, file: { name, size: 16, href, preview: 'document' } },
    ]);
    for (const [line, path] of [
      [erik, href],
      [ada, `/files/console/${id}/${file}`],
    ] as const)
      expect(new Uint8Array(await (await read(line, path)).arrayBuffer())).toEqual(bytes);
  });

  it('[OPT-4, CONT-5, HIST-5] sends one to an agent as a link, which ends with the interaction', async () => {
    const house = await server.company({ cast: wholeCast, preset: 'today' });
    const [ada, bea] = [await house.join('ada', 'console'), await house.join('bea', 'console')];
    const { id, abilities } = await ada.open(bea.seat);
    expect(abilities.files).toEqual({ allowed: true, rule: 'OPT-4' });
    const { file } = await send(ada, id);
    await bea.caughtUp();
    const href = `/files/console/${id}/${file}`;
    expect(bea.heard('message').map(({ message }) => message)).toMatchObject([{ file: { name, href } }]);
    expect((await read(bea, href)).status).toBe(200);
    await ada.ask('end-interaction', { conversation: id });
    for (const line of [ada, bea]) expect((await read(line, href)).status).toBe(404);
  });

  it('[OPT-4, CONT-4] stops with the option, for the next file, also one that was uploaded before', async () => {
    const house = await server.company({ cast: wholeCast, options: { agent_files: 'on' } });
    const [ada, erik] = [await house.join('ada', 'console'), await house.join('erik', 'office')];
    const { id } = await ada.open(erik.seat);
    await send(ada, id);
    const waiting = await upload(ada.device, { conversation: id, name, bytes });
    await house.apply({ options: {} });
    const no = { rule: 'CONT-4', code: 'files-not-from-console' };
    expect(await ada.sayInVain(id, { kind: 'file', file: waiting })).toMatchObject({ refusal: no });
    const begun = await announce(ada.device, { conversation: id, name, bytes });
    expect(begun.status).toBe(403);
    await waitFor('the change is told', () => ada.heard('company-changed').length > 0);
    const [view] = await ada.conversations();
    expect(view?.abilities.files).toMatchObject({ allowed: false, ...no });
    await house.apply({ options: { agent_files: 'on' } });
    expect(await ada.say(id, { kind: 'file', file: waiting })).toMatchObject({ file: { name } });
  });

  it('[OPT-4] keeps to the limit of the company, as the office does', async () => {
    const house = await server.company({
      cast: wholeCast,
      options: { agent_files: 'on' },
      largestFile: 1024,
    });
    const [ada, erik] = [await house.join('ada', 'console'), await house.join('erik', 'office')];
    const { id } = await ada.open(erik.seat);
    expect((await announce(ada.device, { conversation: id, name, bytes: new Uint8Array(1024) })).status).toBe(
      201,
    );
    expect((await announce(ada.device, { conversation: id, name, bytes: new Uint8Array(1025) })).status).toBe(
      413,
    );
  });
});
