import {
  type Company,
  type Line,
  startTestServer,
  type TestNode,
  type TestServer,
  waitFor,
  type WholeCast,
  wholeCast,
} from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  countLateNodes,
  loadHolders,
  loadLeaseSeconds,
  writeAllLate,
  writeKilledNode,
} from '../store/looking.fixture.ts';

const graceSeconds = 3;
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl'), graceSeconds });
});
afterAll(() => server.close());

interface Watched {
  readonly house: Company<WholeCast>;
  readonly other: TestNode;
  readonly watcher: Line;
  /** Connected to the other node. */
  readonly erik: Line;
  /** What the watcher hears of erik. */
  readonly words: () => string[];
}

async function watched(): Promise<Watched> {
  const house = await server.company({ cast: wholeCast });
  const other = await server.startNode();
  const watcher = await house.join('olivia', 'office');
  const erik = await house.join('erik', 'office', other);
  expect((await watcher.watch('office', erik.seat)).get(erik.seat)).toMatchObject({ word: 'available' });
  const words = () => watcher.heard('presence').map(({ presence }) => presence.word);
  return { house, other, watcher, erik, words };
}

const wordOf = async (line: Line, { seat }: Line) =>
  (await line.roster('office')).find((entry) => entry.seat === seat)?.presence.word;
const holders = (line: Line) => loadHolders(server.store, line.device.session);

describe('a node that dies', () => {
  it('[PRES-8] has a lease that is over before the grace time is', async () => {
    const lease = await loadLeaseSeconds(server.store, server.node.context.node);
    expect(lease).toBeGreaterThan(0);
    expect(lease).toBeLessThanOrEqual(graceSeconds / 2);
  });

  it('[PRES-8] has its sessions ended by another one, with nothing to shorten its lease', async () => {
    const { other, watcher, erik, words } = await watched();
    await other.kill();
    await waitFor('another node to take its devices over', async () =>
      (await holders(erik)).some(({ node, dropped }) => node === server.node.context.node && dropped),
    );
    expect(words()).toEqual([]);
    await watcher.socket.event('presence', ({ seat }) => seat === erik.seat);
    expect(words()).toEqual(['offline']);
    expect(await holders(erik)).toEqual([]);
  });

  it('[PRES-8] is forgotten before the next server lets the first client in', async () => {
    const alone = await startTestServer({ databaseUrl: inject('databaseUrl'), graceSeconds });
    const house = await alone.company({ cast: wholeCast });
    const [mei, erik] = [await house.signIn('mei', 'office'), await house.join('erik', 'office')];
    await alone.node.close();
    await writeKilledNode(alone.store, alone.node.context.node);
    const next = await alone.startNode();
    const answer = await fetch(`${next.url}/api/v1/rosters/office?search=erik`, {
      headers: { authorization: `Bearer ${mei.token}` },
    });
    expect(await answer.json()).toMatchObject({
      entries: [{ seat: erik.seat, presence: { word: 'offline' } }],
    });
    await alone.close();
  });
});

describe('a node that lives', () => {
  it('[PRES-8] takes its sessions back after a renewal that was late, and nobody notices', async () => {
    const { other, watcher, erik, words } = await watched();
    const letThrough = other.holdHeartbeat();
    await waitFor('its devices to be taken over', async () =>
      (await holders(erik)).some(({ node }) => node === server.node.context.node),
    );
    letThrough();
    await waitFor('its devices to be its own again', async () =>
      (await holders(erik)).some(({ node, dropped }) => node === other.context.node && !dropped),
    );
    await waitFor(
      'the grace time of what was taken over to end',
      async () => (await holders(erik)).length === 1,
    );
    await watcher.caughtUp();
    expect(words()).toEqual([]);
    expect(await wordOf(watcher, erik)).toBe('available');
    expect(erik.socket.isOpen()).toBe(true);
    await other.close();
  });

  it('[PRES-8] is not taken for dead by one that was late itself', async () => {
    const { other, watcher, erik, words } = await watched();
    await writeAllLate(server.store);
    await waitFor(
      'all of them to renew their leases',
      async () => (await countLateNodes(server.store)) === 0,
    );
    // Another company's device comes and goes meanwhile: the nodes do judge again, whichever is the first to.
    const gone = await watched();
    await gone.other.kill();
    await waitFor('its sessions to be ended', async () => (await holders(gone.erik)).length === 0);
    await watcher.caughtUp();
    expect(words()).toEqual([]);
    expect(await holders(erik)).toEqual([{ node: other.context.node, dropped: false }]);
    await other.close();
  });
});
