// Answers everybody who writes to it, also what was written while it did not run.
import { createClient, logIn } from '@tieline/client';
import { WebSocket } from 'ws';

const { BOT_SERVER: baseUrl = 'http://localhost:8400', BOT_COMPANY: company = 'harbor' } = process.env;
const { BOT_EMAIL: email = 'mei@harbor.example', BOT_PASSWORD: password = 'tieline-demo' } = process.env;

const answer = await logIn(baseUrl, { company, email, password, side: 'office', credential: 'token' });
if (answer.kind !== 'signed-in') throw new Error(`${email} has no office license.`);
const client = createClient({ baseUrl, surface: 'office', token: answer.token, WebSocket });
client.receive(async ({ conversation, text, reply }) => {
  const outcome = await reply(`You wrote: ${text}`);
  console.log(`${conversation.peer.name}: ${text} (the answer was ${outcome})`);
});
client.subscribe(() => {
  const { connection: line } = client.getState();
  if (line.state === 'signed-out' && line.reason !== 'logged-out') throw new Error(`Ended: ${line.reason}`);
});
for (const end of ['SIGINT', 'SIGTERM']) process.once(end, () => client.logOut().catch(client.close));
client.connect();
