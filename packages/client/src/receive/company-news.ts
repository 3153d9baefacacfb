import type { SelfView } from '@tieline/protocol';
import type { CatchUp } from './catch-up.ts';
import type { ConversationLoader } from '../load/conversation-loader.ts';
import { inBackground } from '../connection/fault.ts';
import { createListeners } from '../state/listeners.ts';
import { persist } from '../connection/persist.ts';
import type { PresenceWatch } from '../signals/presence-watch.ts';
import type { Rest } from '../connection/rest.ts';
import type { HeldState } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { Timing } from '../timing.ts';

export interface CompanyNewsOptions {
  readonly store: Store<HeldState>;
  readonly rest: Rest;
  readonly timing: Timing;
  readonly conversations: ConversationLoader;
  readonly presence: PresenceWatch;
  readonly catchUp: CatchUp;
}

/** Loads everything anew when the company was changed. */
export interface CompanyNews {
  /** Loads after a while of chance, so that not everybody asks at once; and once, however often it is heard. */
  hear(): void;
  onChanged(listener: () => void): () => void;
  /** The line is lost: the next resume will tell. */
  suspend(): void;
}

export function createCompanyNews(options: CompanyNewsOptions): CompanyNews {
  const { store, rest, timing, conversations, presence, catchUp } = options;
  const changes = createListeners();
  let soon: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;

  async function renew(): Promise<boolean> {
    const own = turn;
    let asked: SelfView | null = null;
    const told = await persist(
      timing,
      () => own === turn,
      () => {
        asked = store.get().self;
        return rest('load-self', {});
      },
    );
    const { self } = store.get();
    // Another person under the same cookie is told by the next welcome.
    if (told === undefined || self?.seat !== told.seat) return false;
    // The own status may have changed since this was asked for.
    const { status, statusSince } = self === asked ? told : self;
    store.set({ ...store.get(), self: { ...told, status, statusSince } });
    presence.renew();
    changes.tell();
    return conversations.reload();
  }

  return {
    hear() {
      catchUp.miss();
      soon ??= setTimeout(() => {
        soon = undefined;
        inBackground(catchUp.load(renew));
      }, Math.random() * timing.companySpread);
    },
    onChanged: changes.add,
    suspend() {
      turn += 1;
      clearTimeout(soon);
      soon = undefined;
    },
  };
}
