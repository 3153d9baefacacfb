import type { KeptUpload, UploadStorage } from '@tieline/client';
import { claimUpload } from './upload-claim.ts';

/** What changes is kept apart from the content, which may be gigabytes and is written once. */
type About = Omit<KeptUpload, 'content'>;

const stores = ['about', 'contents'] as const;

let database: Promise<IDBDatabase> | null = null;

/** Files that were attached and not sent yet, in IndexedDB: shared by the tabs of this browser, there after a reload. */
export const uploadStorage: UploadStorage = {
  async put({ content, ...about }) {
    const transaction = await begin('readwrite');
    transaction.objectStore('about').put(about);
    transaction.objectStore('contents').put(content, about.id);
    await completionOf(transaction);
  },
  async update(id, change) {
    const transaction = await begin('readwrite');
    const all = transaction.objectStore('about');
    const about = (await resultOf(all.get(id))) as About | undefined;
    if (about !== undefined) all.put({ ...about, ...change });
    await completionOf(transaction);
  },
  async load(seat) {
    const transaction = await begin('readonly');
    const records = (await resultOf(transaction.objectStore('about').index('seat').getAll(seat))) as About[];
    const contents = transaction.objectStore('contents');
    const uploads = records.map(async (about): Promise<KeptUpload[]> => {
      const content = (await resultOf(contents.get(about.id))) as Blob | undefined;
      return content === undefined ? [] : [{ ...about, content }];
    });
    return (await Promise.all(uploads)).flat();
  },
  async remove(id) {
    const transaction = await begin('readwrite');
    for (const name of stores) transaction.objectStore(name).delete(id);
    await completionOf(transaction);
  },
  async removeAll(seat) {
    const transaction = await begin('readwrite');
    const ids = transaction.objectStore('about').index('seat').getAllKeys(seat);
    await resultOf(ids);
    for (const id of ids.result) for (const name of stores) transaction.objectStore(name).delete(id);
    await completionOf(transaction);
  },
  claim: claimUpload,
};

async function begin(mode: IDBTransactionMode): Promise<IDBTransaction> {
  database ??= open();
  try {
    return (await database).transaction(stores, mode);
  } catch (fault) {
    // Closed by the browser, or by a newer version of this page: the next one opens it anew.
    database = null;
    throw fault;
  }
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('tieline.uploads', 1);
  request.addEventListener('upgradeneeded', () => {
    request.result.createObjectStore('about', { keyPath: 'id' }).createIndex('seat', 'seat');
    request.result.createObjectStore('contents');
  });
  return resultOf(request).then(() => {
    const { result } = request;
    result.addEventListener('versionchange', () => result.close());
    return result;
  });
}

/** What is in the database is what this file has put there. */
function resultOf(request: IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('not answered')));
  });
}

/** Resolves when it is written. */
function completionOf(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('not written')));
  });
}
