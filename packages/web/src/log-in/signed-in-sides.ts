import type { SelfView, SignInSurface } from '@tieline/protocol';
import { useEffect, useState } from 'react';

const sides = ['office', 'console'] as const;

async function loadSelf(side: SignInSurface): Promise<SelfView | null> {
  try {
    const answer = await fetch('/api/v1/me', { headers: { 'x-tieline-surface': side } });
    return answer.ok ? ((await answer.json()) as SelfView) : null;
  } catch {
    // The server cannot be reached: the form says so when it is sent.
    return null;
  }
}

/** Who is signed in to this browser already, for each side. */
export function useSignedInSides(): readonly SelfView[] {
  const [selves, setSelves] = useState<readonly SelfView[]>([]);
  useEffect(() => {
    let isGone = false;
    void Promise.all(sides.map(loadSelf)).then((found) => {
      if (!isGone) setSelves(found.filter((self) => self !== null));
    });
    return () => {
      isGone = true;
    };
  }, []);
  return selves;
}
