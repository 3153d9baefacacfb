import { randomBytes } from 'node:crypto';
import type { Store } from './store.ts';

/** The key of the installation by which addresses are signed: made by whichever node asks first. */
export async function loadSigningKey(store: Store): Promise<Buffer> {
  await store.shared('insert into signing_key (key) values ($1) on conflict do nothing', [
    `\\x${randomBytes(32).toString('hex')}`,
  ]);
  const [row] = await store.shared<{ key: Buffer }>('select key from signing_key', []);
  if (!row) throw new Error('There is no key to sign addresses with');
  return row.key;
}
