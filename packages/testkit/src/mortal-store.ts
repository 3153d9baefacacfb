import { ConnectionLost, type Store } from '@tieline/server';

/** A store that can be cut off, so that a node on it dies for the database while its process goes on. */
export interface MortalStore {
  readonly store: Store;
  cutOff(): void;
  /** The next transaction is committed, and nobody here hears of it. */
  loseAnswer(): void;
  /** From now on renewals of the lease take as long as they are held. Returns the way to let them through. */
  holdHeartbeat(): () => void;
}

export function mortalStore(store: Store): MortalStore {
  let gone = false;
  let loses = false;
  let heartbeatHeld = Promise.resolve();
  const reach = (): Store => {
    if (gone) throw new Error('This node has been killed');
    return store;
  };
  return {
    store: {
      read: async (tenant, work) => reach().read(tenant, work),
      transaction: async (tenant, work) => {
        const result = await reach().transaction(tenant, work);
        if (!loses) return result;
        loses = false;
        throw new ConnectionLost(null);
      },
      hot: async (tenant, work) => reach().hot(tenant, work),
      shared: async (text, values) => reach().shared(text, values),
      heartbeat: async (text, values) => {
        await heartbeatHeld;
        return reach().heartbeat(text, values);
      },
      listen: (onNotice) => store.listen(() => void (gone || onNotice())),
      ping: async () => reach().ping(),
      close: () => store.close(),
    },
    cutOff: () => {
      gone = true;
    },
    loseAnswer: () => {
      loses = true;
    },
    holdHeartbeat: () => {
      let letThrough = (): void => undefined;
      heartbeatHeld = new Promise((resolve) => (letThrough = resolve));
      return () => letThrough();
    },
  };
}
