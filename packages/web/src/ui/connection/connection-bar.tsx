import type { Connection } from '@tieline/client';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClientState } from '../app/client-context.tsx';
import { join } from '../elements/join.ts';

/** A shorter interruption is not worth a notice. */
const quietMs = 900;
const backMs = 2500;

type BarState = 'nothing' | 'reconnecting' | 'offline' | 'back';
type Step = readonly [afterMs: number, next: (before: BarState) => BarState];

/** What the bar shows after a change of the connection, and when. */
function stepsAfter(state: Connection['state']): readonly Step[] {
  if (state === 'offline') return [[0, () => 'offline']];
  if (state === 'reconnecting') return [[quietMs, () => 'reconnecting']];
  if (state !== 'online') return [];
  return [
    [0, (before) => (before === 'nothing' ? 'nothing' : 'back')],
    [backMs, () => 'nothing'],
  ];
}

function useBarState(): BarState {
  const state = useClientState(({ connection }) => connection.state);
  const [shown, setShown] = useState<BarState>('nothing');
  useEffect(() => {
    const timers = stepsAfter(state).map(([afterMs, next]) => setTimeout(() => setShown(next), afterMs));
    return () => timers.forEach(clearTimeout);
  }, [state]);
  return shown;
}

/** A bar above everything, only while the line is away and for a moment when it is back. */
export function ConnectionBar() {
  const { t } = useTranslation();
  const shown = useBarState();
  return (
    <div role="status" data-testid="connection">
      {shown === 'nothing' ? null : (
        <p
          className={join(
            'px-4 py-1.5 text-center text-xs font-medium',
            shown === 'back' ? 'bg-accent-soft text-accent' : 'bg-wait-soft text-wait-ink',
          )}
        >
          {t(`connection.${shown}`)}
        </p>
      )}
    </div>
  );
}
