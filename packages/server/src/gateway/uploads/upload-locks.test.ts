import { describe, expect, it, vi } from 'vitest';
import { UploadLocks } from './upload-locks.ts';

const never = new AbortController().signal;
const enter = (locks: UploadLocks, letGo: () => void = () => {}, stop = never) => {
  const lock = locks.newLock('upload');
  return { lock, inside: lock.lock(stop, letGo) };
};
const settle = () => new Promise(setImmediate);

describe('the lock of an upload', () => {
  it('lets one in, asks it to let go for the next, and lets that in then', async () => {
    const locks = new UploadLocks();
    const letGo = vi.fn<() => void>();
    const first = enter(locks, letGo);
    await first.inside;
    const isInside = vi.fn<() => void>();
    const second = enter(locks);
    void second.inside.then(isInside);
    await settle();
    expect(letGo).toHaveBeenCalledOnce();
    expect(isInside).not.toHaveBeenCalled();
    await first.lock.unlock();
    await second.inside;
    await second.lock.unlock();
    await enter(locks).inside;
  });

  it('asks whoever comes in to let go at once where others wait already', async () => {
    const locks = new UploadLocks();
    const first = enter(locks);
    const letGo = vi.fn<() => void>();
    const second = enter(locks, letGo);
    const third = enter(locks);
    await first.inside;
    await first.lock.unlock();
    await second.inside;
    expect(letGo).toHaveBeenCalled();
    await second.lock.unlock();
    await third.inside;
  });

  it('keeps uploads apart', async () => {
    const locks = new UploadLocks();
    await enter(locks).inside;
    expect(await locks.withLock('another', () => Promise.resolve('done'))).toBe('done');
  });

  it('tells whoever finds a line in front of it to come again, and nobody else', async () => {
    const locks = new UploadLocks();
    const first = enter(locks);
    const waiting = Array.from({ length: 4 }, () => enter(locks));
    await expect(enter(locks).inside).rejects.toMatchObject({ status_code: 423 });
    await first.lock.unlock();
    for (const { inside, lock } of waiting) {
      await inside;
      await lock.unlock();
    }
  });

  it('forgets whoever hangs up while waiting', async () => {
    const locks = new UploadLocks();
    const first = enter(locks);
    const line = new AbortController();
    const gone = enter(locks, undefined, line.signal);
    const next = enter(locks);
    line.abort();
    await expect(gone.inside).rejects.toMatchObject({ status_code: 423 });
    await first.lock.unlock();
    await next.inside;
  });

  it('lets the next in after work that failed', async () => {
    const locks = new UploadLocks();
    await expect(locks.withLock('upload', () => Promise.reject(new Error('spilt')))).rejects.toThrow('spilt');
    expect(await locks.withLock('upload', () => Promise.resolve('done'))).toBe('done');
  });
});
