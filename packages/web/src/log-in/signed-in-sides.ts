import type { SelfView, SignedIn } from '@tieline/protocol';
import { useEffect, useState } from 'react';

async function loadSelves(): Promise<readonly SelfView[]> {
  try {
    const answer = await fetch('/api/v1/signed-in');
    return answer.ok ? ((await answer.json()) as SignedIn).selves : [];
  } catch {
    // The server cannot be reached: the form says so when it is sent.
    return [];
  }
}

/** Who is signed in to this browser already, for each side. */
export function useSignedInSides(): readonly SelfView[] {
  const [selves, setSelves] = useState<readonly SelfView[]>([]);
  useEffect(() => {
    let isGone = false;
    void loadSelves().then((loaded) => {
      if (!isGone) setSelves(loaded);
    });
    return () => {
      isGone = true;
    };
  }, []);
  return selves;
}
