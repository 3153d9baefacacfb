import type { ClientId } from '@tieline/protocol';
import type { KeptUpload, UploadStorage } from '../src/uploads/upload-types.ts';

/** Storage of uploads in memory. Several instances may share one, as tabs do. */
export function memoryUploadStorage(): UploadStorage & { readonly kept: Map<ClientId, KeptUpload> } {
  const kept = new Map<ClientId, KeptUpload>();
  const turns = new Map<ClientId, Promise<void>>();
  return {
    kept,
    put: async (upload) => void kept.set(upload.id, upload),
    async update(id, change) {
      const held = kept.get(id);
      if (held !== undefined) kept.set(id, { ...held, ...change });
    },
    load: async (seat) =>
      [...kept.values()].filter((upload) => upload.seat === seat).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    remove: async (id) => void kept.delete(id),
    async removeAll(seat) {
      for (const upload of kept.values()) if (upload.seat === seat) kept.delete(upload.id);
    },
    async claim(id, signal) {
      const before = turns.get(id);
      let giveBack = () => {};
      const turn = new Promise<void>((resolve) => (giveBack = resolve));
      turns.set(
        id,
        Promise.all([before, turn]).then(() => undefined),
      );
      const given = new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          giveBack();
          reject(signal.reason as Error);
        });
      });
      await Promise.race([before, given]);
      return giveBack;
    },
  };
}
