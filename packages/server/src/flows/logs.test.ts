import { startTestServer, testPassword, type TestServer, wholeCast } from '@tieline/testkit';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';

const lines: string[] = [];
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    databaseUrl: inject('databaseUrl'),
    onLog: (line) => lines.push(line),
  });
});
afterAll(() => server.close());

it('the log tells what happens and holds no message, no token and no password', async () => {
  const company = await server.company({ cast: wholeCast });
  const [ada, erik] = [await company.signIn('ada', 'console'), await company.signIn('erik', 'office')];
  const socket = await ada.socket();
  const opened = await socket.command('open-conversation', { seat: erik.seat });
  const id = 'ok' in opened ? opened.ok.conversation.id : null;
  const secret = 'the vault is behind the painting';
  const send = { conversation: id, clientId: 'client-id-1', body: { kind: 'plain', text: secret } };
  socket.write(JSON.stringify({ id: 1, do: 'send-message', with: send }));
  expect(await socket.reply(1)).toMatchObject({ ok: { message: { seq: 1 } } });
  socket.write(
    JSON.stringify({ id: 2, do: 'send-message', with: { ...send, body: { kind: 'odd', text: secret } } }),
  );
  expect(await socket.reply(2)).toMatchObject({ error: { code: 'invalid' } });
  await ada.logOut();
  const log = lines.join('\n');
  expect(log).toContain('Server listening');
  for (const word of [secret, testPassword, ada.token, ada.token.split('.')[1] ?? secret])
    expect(log).not.toContain(word);
});
