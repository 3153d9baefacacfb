import { useEffect } from 'react';
import { useTieline } from '../app/client-context.tsx';

const activityEvents = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'focus'] as const;

/** Tells the client when this device has seen no activity for a while, and at the first sign of some. */
export function useIdle(): void {
  const client = useTieline();
  useEffect(() => {
    let isIdle = false;
    let lastSign = Date.now();
    const onSign = () => {
      lastSign = Date.now();
      if (isIdle) client.setIdle((isIdle = false));
    };
    const timer = setInterval(() => {
      if (!isIdle && Date.now() - lastSign >= client.getState().idleAfterSeconds * 1000)
        client.setIdle((isIdle = true));
    }, 15_000);
    for (const sign of activityEvents) addEventListener(sign, onSign, { passive: true });
    return () => {
      clearInterval(timer);
      for (const sign of activityEvents) removeEventListener(sign, onSign);
    };
  }, [client]);
}
