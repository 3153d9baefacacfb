import type { KeptUpload, UploadStorage } from '@tieline/client';
import { claimUpload } from './upload-claim.ts';

/** What changes is kept apart from the content, which may be gigabytes and is written once. */
type About = Omit<KeptUpload, 'content'>;

const stores = ['about', 'contents'] as const;

let opened: Promise<IDBDatabase> | null = null;

/** Files that were attached and not sent yet, in IndexedDB: shared by the tabs of this browser, there after a reload. */
export const uploadStorage: UploadStorage = {
  async put({ content, ...about }) {
    const transaction = await begin('readwrite');
    transaction.objectStore('about').put(about);
    transaction.objectStore('contents').put(content, about.id);
    await finished(transaction);
  },
  async update(id, change) {
    const transaction = await begin('readwrite');
    const all = transaction.objectStore('about');
    const about = (await answered(all.get(id))) as About | undefined;
    if (about !== undefined) all.put({ ...about, ...change });
    await finished(transaction);
  },
  async load(seat) {
    const transaction = await begin('readonly');
    const found = (await answered(transaction.objectStore('about').index('seat').getAll(seat))) as About[];
    const contents = transaction.objectStore('contents');
    const whole = found.map(async (about): Promise<KeptUpload[]> => {
      const content = (await answered(contents.get(about.id))) as Blob | undefined;
      return content === undefined ? [] : [{ ...about, content }];
    });
    return (await Promise.all(whole)).flat();
  },
  async remove(id) {
    const transaction = await begin('readwrite');
    for (const name of stores) transaction.objectStore(name).delete(id);
    await finished(transaction);
  },
  async removeAll(seat) {
    const transaction = await begin('readwrite');
    const ids = transaction.objectStore('about').index('seat').getAllKeys(seat);
    await answered(ids);
    for (const id of ids.result) for (const name of stores) transaction.objectStore(name).delete(id);
    await finished(transaction);
  },
  claim: claimUpload,
};

async function begin(mode: IDBTransactionMode): Promise<IDBTransaction> {
  opened ??= open();
  try {
    return (await opened).transaction(stores, mode);
  } catch (fault) {
    // Closed by the browser, or by a newer version of this page: the next one opens it anew.
    opened = null;
    throw fault;
  }
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('tieline.uploads', 1);
  request.addEventListener('upgradeneeded', () => {
    request.result.createObjectStore('about', { keyPath: 'id' }).createIndex('seat', 'seat');
    request.result.createObjectStore('contents');
  });
  return answered(request).then(() => {
    const database = request.result;
    database.addEventListener('versionchange', () => database.close());
    return database;
  });
}

/** What is in the database is what this file has put there. */
function answered(request: IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('not answered')));
  });
}

/** Resolves when it is written. */
function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('not written')));
  });
}
