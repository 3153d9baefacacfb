import type { Bus, Subject } from './bus.ts';

type Listener = (payload: never) => void;

/** The bus of a single node: calls listeners at once, in the order in which they came. */
export function createInProcessBus(): Bus {
  const listeners = new Map<string, Set<Listener>>();
  return {
    publish: <Payload>(subject: Subject<Payload>, payload: Payload) => {
      // A listener that stops while it is being told is told no more, and one that begins then is told as well.
      for (const listener of listeners.get(subject) ?? []) (listener as (payload: Payload) => void)(payload);
    },
    subscribe: <Payload>(subject: Subject<Payload>, listener: (payload: Payload) => void) => {
      const set = listeners.get(subject) ?? new Set<Listener>();
      listeners.set(subject, set);
      set.add(listener as Listener);
      return () => {
        set.delete(listener as Listener);
        if (set.size === 0 && listeners.get(subject) === set) listeners.delete(subject);
      };
    },
  };
}
