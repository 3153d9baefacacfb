import { useEffect, useState } from 'react';
import { readChoices } from '../account/choices.ts';
import { useSelf } from '../app/client-context.tsx';
import { TabAlerts, type TabChannel } from './tab-alerts.ts';
import { unlockTone } from './tone.ts';
import { useWindowActive } from '../app/use-window-active.ts';

/** At the first press, while somebody wants sounds: later ones come when nobody presses anything. */
function useUnlockedTone(): void {
  useEffect(() => {
    const unlock = () => {
      if (readChoices().sound) unlockTone();
    };
    // A finger that comes down is no press yet for a browser, one that goes up is.
    addEventListener('pointerup', unlock);
    addEventListener('pointerdown', unlock);
    addEventListener('keydown', unlock);
    return () => {
      removeEventListener('pointerup', unlock);
      removeEventListener('pointerdown', unlock);
      removeEventListener('keydown', unlock);
    };
  }, []);
}

function openChannel(name: string, hear: (word: unknown) => void): TabChannel {
  const channel = new BroadcastChannel(name);
  channel.addEventListener('message', ({ data }) => hear(data));
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no other origin
    tell: (word) => channel.postMessage(word),
    close: () => channel.close(),
  };
}

/** What the tabs of this person agree by. `chat`: the one that this tab shows; null: none. */
export function useTabAlerts(chat: string | null): TabAlerts {
  const { seat, surface } = useSelf();
  const isActive = useWindowActive();
  const [tabs] = useState(() => {
    const name = `tieline.alerts ${surface} ${seat}`;
    return new TabAlerts({
      name,
      locks: isSecureContext ? navigator.locks : undefined,
      openChannel: (hear) => openChannel(name, hear),
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    });
  });
  useEffect(() => tabs.join(), [tabs]);
  useEffect(() => tabs.read(isActive ? chat : null), [isActive, chat, tabs]);
  useUnlockedTone();
  return tabs;
}
