import { type Line, startTestServer, type TestServer, waitFor, wholeCast } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { countStored, loadStoredSeqs } from '../store/looking.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => server.close());

const company = () => server.company({ cast: wholeCast });
const textsOf = (line: Line) =>
  line.heard('message').map(({ message }) => (message.surface === 'office' ? message.text : message.html));

describe('who must be there', () => {
  it('[DEL-1] a sender without an open session is refused, and nothing is stored', async () => {
    const house = await company();
    const [erik, mei] = [await house.join('erik', 'office'), await house.join('mei', 'office')];
    const { id } = await erik.open(mei.seat);
    const path = `/conversations/${id}/messages`;
    const body = { clientId: 'first-message', body: { kind: 'plain', text: 'Hello' } };
    expect(await erik.device.request('POST', path, body)).toMatchObject({
      status: 200,
      body: { message: { seq: 1 } },
    });

    await mei.watch('office', erik.seat);
    await erik.socket.close();
    await mei.socket.event('presence', ({ presence }) => presence.word === 'offline');
    const before = await countStored(server.store);
    const refused = await erik.device.request('POST', path, { ...body, clientId: 'second-message' });
    expect(refused).toMatchObject({ status: 403, body: { refusal: { code: 'sender-logged-out' } } });
    expect(await countStored(server.store)).toEqual(before);
  });

  it('[DEL-1] a sender who logged out, or whose device was revoked, cannot send', async () => {
    const house = await company();
    const [erik, mei] = [await house.join('erik', 'office'), await house.join('mei', 'office')];
    const other = await house.signIn('erik', 'office');
    const { id } = await erik.open(mei.seat);
    const path = `/conversations/${id}/messages`;
    const body = { clientId: 'message-of-erik', body: { kind: 'plain', text: 'Hello' } };
    expect((await other.request('POST', path, body)).status).toBe(200);

    await other.logOut();
    expect(await other.request('POST', path, body)).toMatchObject({
      status: 401,
      body: { code: 'not-signed-in' },
    });
    const third = await house.signIn('erik', 'office');
    expect((await third.request('DELETE', `/sessions/${erik.device.session}`)).status).toBe(200);
    expect((await erik.device.request('POST', path, body)).status).toBe(401);
    await waitFor('the socket to be closed', () => erik.socket.closeCode() === 4401);
    expect(await loadStoredSeqs(server.store, id)).toEqual([1]);
  });

  it('[DEL-2] a message to an office user who is logged out waits, unread, for the next log-in', async () => {
    const house = await company();
    const erik = await house.join('erik', 'office');
    const { id } = await erik.open(await erik.find('office', 'Mei'));
    expect(await erik.say(id, 'See you on Monday')).toMatchObject({ seq: 1, notice: null });

    const mei = await house.join('mei', 'office');
    expect(await mei.conversations()).toMatchObject([{ id, unread: 1, excerpt: 'See you on Monday' }]);
    expect((await mei.history(id)).messages).toMatchObject([{ seq: 1, text: 'See you on Monday' }]);
    await mei.ask('mark-read', { conversation: id, seq: 1 });
    expect(await mei.conversations()).toMatchObject([{ id, unread: 0 }]);
  });

  it('[DEL-2] a message of an agent to an office user who is logged out waits as well', async () => {
    const house = await company();
    const ada = await house.join('ada', 'console');
    const { id } = await ada.open(await ada.find('directory', 'Erik'));
    expect(await ada.say(id, 'Call me back?')).toMatchObject({ notice: null });
    const erik = await house.join('erik', 'office');
    expect(await erik.conversations()).toMatchObject([{ id, unread: 1 }]);
  });

  it('[DEL-3] agent to agent is refused while the receiver is logged out, and nothing is stored', async () => {
    const house = await company();
    const ada = await house.join('ada', 'console');
    const { id } = await ada.open(await ada.find('agents', 'Bea'));
    const before = await countStored(server.store);
    expect(await ada.sayInVain(id, 'Are you there?', 'are-you-there')).toMatchObject({
      code: 'refused',
      retry: false,
      refusal: {
        rule: 'DEL-3',
        code: 'receiver-logged-out',
        sentence: expect.stringMatching(/logged out/) as unknown,
      },
    });
    expect(await countStored(server.store)).toEqual(before);

    const bea = await house.join('bea', 'console');
    expect(await bea.conversations()).toEqual([]);
    expect(await ada.say(id, 'Are you there?', 'are-you-there')).toMatchObject({ seq: 1 });
    expect(await bea.socket.event('message')).toMatchObject({ conversation: id, loud: true });
  });

  it('[DEL-3] an agent who runs an interaction is refused once the other one has logged out', async () => {
    const house = await company();
    const [ada, bea] = [await house.join('ada', 'console'), await house.join('bea', 'console')];
    const { id } = await ada.open(bea.seat);
    await ada.say(id, 'One');
    await bea.device.logOut();
    expect(await ada.sayInVain(id, 'Two')).toMatchObject({ refusal: { rule: 'DEL-3' } });
    expect(await loadStoredSeqs(server.store, id)).toEqual([1]);
  });
});

describe('an agent who is logged out', () => {
  it('[DEL-4] keeps the message, and tells its sender', async () => {
    const house = await company();
    const [erik, phone] = [await house.join('erik', 'office'), await house.join('erik', 'office')];
    const { id } = await erik.open(await erik.find('office', 'Ada'));
    const stored = await erik.say(id, 'The tariff is 8517');
    expect(stored).toMatchObject({
      seq: 1,
      notice: {
        rule: 'DEL-4',
        code: 'receiver-logged-out',
        sentence: expect.stringMatching(/will not see it as new/) as unknown,
      },
    });
    expect((await erik.history(id)).messages).toMatchObject([{ seq: 1, fate: 'receiver-logged-out' }]);
    expect(stored).toMatchObject({ fate: 'receiver-logged-out' });
    expect(await phone.socket.event('message')).toMatchObject({ message: { fate: 'receiver-logged-out' } });
  });

  it('[DEL-4, HIST-4] gets nothing of it by logging in to the console; the history there marks it', async () => {
    const house = await company();
    const erik = await house.join('erik', 'office');
    const { id } = await erik.open(await erik.find('office', 'Ada'));
    await erik.say(id, 'While you were away');

    const ada = await house.join('ada', 'console');
    await ada.caughtUp();
    expect(ada.socket.events.map((event) => event.on)).toEqual(['welcome']);
    expect(await ada.conversations()).toMatchObject([{ id, unread: 0 }]);
    expect((await ada.history(id)).messages).toMatchObject([{ seq: 1, missed: true }]);

    expect(await erik.say(id, 'And now you are here')).toMatchObject({ notice: null });
    await ada.caughtUp();
    expect(textsOf(ada)).toEqual(['And now you are here']);
    expect(ada.heard('message')).toMatchObject([{ loud: true, message: { seq: 2, missed: false } }]);
    expect(await ada.conversations()).toMatchObject([{ id, unread: 1 }]);
    expect((await ada.history(id)).messages.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('[DEL-4, HIST-6] is offered it at once in the open office app, where the person has that license', async () => {
    const house = await company();
    const [erik, noor] = [await house.join('erik', 'office'), await house.join('noor', 'office')];
    const agent = await erik.find('office', 'Noor', 'agent');
    const { id } = await erik.open(agent);
    await erik.say(id, 'For the agent');
    await noor.caughtUp();
    expect(noor.heard('message')).toMatchObject([{ conversation: id, loud: true, message: { seq: 1 } }]);
    expect(await noor.conversations('archive')).toMatchObject([{ id, unread: 1, archive: { seat: agent } }]);
    expect(await noor.conversations('own')).toEqual([]);

    await noor.ask('mark-read', { conversation: id, seq: 1 });
    expect(await noor.conversations('archive')).toMatchObject([{ id, unread: 0 }]);
    const desk = await house.join('noor', 'console');
    await desk.caughtUp();
    expect(desk.socket.events.map((event) => event.on)).toEqual(['welcome']);
    expect(await desk.conversations()).toMatchObject([{ id, unread: 0 }]);
  });

  it('[DEL-4] is offered it at the next log-in to the office app, where that was closed', async () => {
    const house = await company();
    const erik = await house.join('erik', 'office');
    const { id } = await erik.open(await erik.find('office', 'Noor', 'agent'));
    await erik.say(id, 'For the agent');
    const noor = await house.join('noor', 'office');
    expect(await noor.conversations('archive')).toMatchObject([
      { id, unread: 1, excerpt: 'For the agent', abilities: { send: { allowed: false, rule: 'HIST-6' } } },
    ]);
    expect((await noor.history(id)).messages).toMatchObject([{ surface: 'office', text: 'For the agent' }]);
  });

  it('[DEL-4] is not bothered in the office app by what the console was there for', async () => {
    const house = await company();
    const erik = await house.join('erik', 'office');
    const [office, desk] = [await house.join('noor', 'office'), await house.join('noor', 'console')];
    const { id } = await erik.open(desk.seat);
    await erik.say(id, 'You are here');
    await Promise.all([office.caughtUp(), desk.caughtUp()]);
    expect(desk.heard('message')).toMatchObject([{ loud: true }]);
    expect(office.heard('message')).toMatchObject([{ loud: false }]);
    expect(await office.conversations('archive')).toMatchObject([{ id, unread: 0 }]);
  });
});

describe('every send is answered', () => {
  it('[DEL-5] stored: with id and sequence, and durable by then', async () => {
    const house = await company();
    const [erik, mei] = [await house.join('erik', 'office'), await house.join('mei', 'office')];
    const { id } = await erik.open(mei.seat);
    for (const seq of [1, 2, 3]) {
      const stored = await erik.say(id, `Message ${seq}`);
      expect(stored).toMatchObject({ id: `${id}.${seq}`, seq, text: `Message ${seq}` });
      expect(await loadStoredSeqs(server.store, id)).toContain(seq);
    }
  });

  it('[DEL-5] by the answer alone on the socket that it came by, by an event on every other device', async () => {
    const house = await company();
    const [erik, phone] = [await house.join('erik', 'office'), await house.join('erik', 'office')];
    const mei = await house.join('mei', 'office');
    const { id } = await erik.open(mei.seat);
    await erik.say(id, 'By socket');
    const body = { clientId: 'over-http', body: { kind: 'plain', text: 'By HTTP' } };
    const answer = await erik.device.request('POST', `/conversations/${id}/messages`, body);
    expect(answer).toMatchObject({ status: 200, body: { message: { seq: 2, text: 'By HTTP' } } });
    await Promise.all([erik, phone, mei].map((line) => line.caughtUp()));
    const heard = [erik, phone, mei].map((line) => line.heard('message').map(({ message }) => message.seq));
    expect(heard).toEqual([[2], [1, 2], [1, 2]]);
    expect(erik.told('message').map(({ message }) => message)).toEqual(
      phone.told('message').map(({ message }) => message),
    );
  });

  it('[DEL-5] refused: with the rule, a code and a sentence, alike over socket and HTTP', async () => {
    const house = await company();
    const [erik, mei] = [await house.join('erik', 'office'), await house.join('mei', 'office')];
    const { id } = await erik.open(mei.seat);
    await erik.say(id, 'Plain is fine');
    const body = { kind: 'rich', html: '<b>No</b>' } as const;
    const refused = await erik.sayInVain(id, body, 'rich-from-office');
    expect(refused).toMatchObject({
      code: 'refused',
      refusal: { rule: 'CONT-2', code: 'rich-not-from-office' },
    });
    const overHttp = await erik.device.request('POST', `/conversations/${id}/messages`, {
      clientId: 'rich-from-office',
      body,
    });
    expect(overHttp).toEqual({ status: 403, body: refused });
    expect(await loadStoredSeqs(server.store, id)).toEqual([1]);
  });

  it('[DEL-5] an error that says so is safe to retry with the same client id', async () => {
    const house = await company();
    const [erik, mei] = [await house.join('erik', 'office'), await house.join('mei', 'office')];
    const { id } = await erik.open(mei.seat);
    const send = (clientId: string) =>
      erik.socket.command('send-message', {
        conversation: id,
        clientId: clientId as never,
        body: { kind: 'plain', text: 'Too hasty' },
      });
    // Now and then one is let in between the others, as the bucket fills while it is emptied.
    const hurry = async (attempt: number): Promise<string> => {
      const pings = Array.from({ length: 600 }, () => erik.socket.command('ping', {}));
      const clientId = `sent-in-a-hurry-${attempt}`;
      const reply = await send(clientId);
      await Promise.all(pings);
      if ('ok' in reply && attempt < 10) return hurry(attempt + 1);
      expect(reply).toMatchObject({ error: { code: 'too-many-requests', retry: true } });
      return clientId;
    };
    const refused = await hurry(1);
    const before = await loadStoredSeqs(server.store, id);
    await waitFor('the second try to be taken', async () => 'ok' in (await send(refused)));
    expect(await loadStoredSeqs(server.store, id)).toEqual([...before, before.length + 1]);
  });
});
