import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import type { LogInAnswer, LogInRequest } from '@tieline/protocol';

/** Logs in the way the console does, by the front door. Returns the token. */
export async function logIn(origin: string, localAddress: string, body: LogInRequest): Promise<string> {
  const { status, answer } = await post(`${origin}/api/v1/log-in`, localAddress, JSON.stringify(body));
  const { kind, token } = answer as LogInAnswer & { token?: string | null };
  if (status !== 200 || kind !== 'signed-in' || typeof token !== 'string')
    throw new Error(`The log-in of ${body.email} answered ${status} ${JSON.stringify(answer)}`);
  return token;
}

/** Not by `fetch`, as that cannot choose the address it comes from. */
function post(url: string, localAddress: string, body: string): Promise<{ status: number; answer: unknown }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request(url, { method: 'POST', localAddress, agent: false, headers }, (response) => {
      json(response).then((answer) => resolve({ status: response.statusCode ?? 0, answer }), reject);
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
