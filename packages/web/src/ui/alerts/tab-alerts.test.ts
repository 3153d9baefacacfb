import { describe, expect, it } from 'vitest';
import { FakeLocks } from '../../../test/fake-locks.ts';
import { TabAlerts } from './tab-alerts.ts';

/** A browser with tabs. `hold`: how long a claim is held; it ends with `letGo`. */
function browserWith({ locks = new FakeLocks() as FakeLocks | undefined, isDeaf = false } = {}) {
  const hearers = new Set<(word: string) => void>();
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const open = () => {
    const tab = new TabAlerts({
      name: 'erik',
      locks,
      openChannel: (hear) => {
        hearers.add(hear);
        return {
          tell: (word) => {
            for (const other of isDeaf ? [] : hearers) if (other !== hear) other(word);
          },
          close: () => hearers.delete(hear),
        };
      },
      wait: () => (locks ? held : Promise.resolve()),
    });
    return Object.assign(tab, { close: tab.join() });
  };
  return { open, letGo };
}

const claimAll = (tabs: readonly TabAlerts[], act: string, message: string) =>
  Promise.all(tabs.map((tab) => tab.claim(act, '/chats/mei', message)));
/** The browser gives its locks a moment later. */
const given = () => new Promise((resolve) => setTimeout(resolve, 0));
const count = (claims: readonly boolean[]) => claims.filter(Boolean).length;

describe('the tabs of one person', () => {
  it('do each thing once for each message', async () => {
    const { open } = browserWith();
    const tabs = [open(), open(), open()];
    expect(count(await claimAll(tabs, 'sound', '1'))).toBe(1);
    expect(count(await claimAll(tabs, 'notice', '1'))).toBe(1);
    expect(count(await claimAll(tabs, 'sound', '2'))).toBe(1);
  });

  it('also where the word of the others does not come: the lock alone decides', async () => {
    const { open } = browserWith({ isDeaf: true });
    expect(count(await claimAll([open(), open(), open()], 'sound', '1'))).toBe(1);
  });

  it('do it once, also where one hears of the message long after it was done, and its tab is closed', async () => {
    const { open, letGo } = browserWith();
    const [first, late] = [open(), open()];
    expect(await first.claim('sound', '/chats/mei', '1')).toBe(true);
    first.close();
    letGo();
    await Promise.resolve();
    expect(await late.claim('sound', '/chats/mei', '1')).toBe(false);
    expect(await late.claim('sound', '/chats/mei', '2')).toBe(true);
  });

  it('are quiet while one of them shows the chat, and only about this one', async () => {
    const { open } = browserWith();
    const tabs = [open(), open(), open()];
    tabs[1]?.read('/chats/mei');
    await given();
    expect(count(await claimAll(tabs, 'sound', '1'))).toBe(0);
    expect(await tabs[0]?.claim('sound', '/chats/ada', '1')).toBe(true);
    tabs[1]?.read('/people');
    await given();
    expect(count(await claimAll(tabs, 'sound', '2'))).toBe(1);
    tabs[1]?.read('/chats/mei');
    tabs[2]?.read('/chats/mei');
    await given();
    expect(count(await claimAll(tabs, 'sound', '3'))).toBe(0);
    tabs[1]?.close();
    await given();
    expect(count(await claimAll(tabs, 'sound', '4'))).toBe(0);
    tabs[2]?.close();
    await given();
    expect(count(await claimAll(tabs.slice(0, 1), 'sound', '5'))).toBe(1);
  });

  it('are quiet about what was seen in one of them before another has heard of it', async () => {
    const { open } = browserWith();
    const [reading, late] = [open(), open()];
    reading.see('/chats/mei', '1');
    expect(await late.claim('notice', '/chats/mei', '1')).toBe(false);
    expect(await late.claim('notice', '/chats/mei', '2')).toBe(true);
  });

  it('agree without locks, too, as far as they hear each other', async () => {
    const { open } = browserWith({ locks: undefined });
    const tabs = [open(), open()];
    tabs[0]?.see('/chats/mei', '1');
    expect(await tabs[1]?.claim('sound', '/chats/mei', '1')).toBe(false);
    expect(count(await claimAll(tabs, 'sound', '2'))).toBe(1);
    tabs[0]?.read('/chats/mei');
    await given();
    expect(await tabs[0]?.claim('sound', '/chats/mei', '3')).toBe(false);
  });

  it('remember no more than they need, and the newest', async () => {
    const { open } = browserWith({ locks: undefined });
    const tab = open();
    for (let message = 1; message <= 1200; message += 1) tab.see('/chats/mei', String(message));
    expect(await tab.claim('sound', '/chats/mei', '1200')).toBe(false);
    expect(await tab.claim('sound', '/chats/mei', '1')).toBe(true);
  });
});
