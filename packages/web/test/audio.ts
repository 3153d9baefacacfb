import { vi } from 'vitest';

const node = {
  connect: () => node,
  gain: { setValueAtTime: () => undefined, exponentialRampToValueAtTime: () => undefined },
};

/** The sound of a page. `started`: the frequencies that it has played. */
export class FakeAudio {
  static started: number[] = [];
  static resumes = 0;
  static state: AudioContextState = 'running';
  /** Resolves what waits for the browser to let the page sound. */
  static allow: () => void = () => undefined;

  readonly currentTime = 0;
  readonly destination = node;

  get state(): AudioContextState {
    return FakeAudio.state;
  }

  resume(): Promise<void> {
    FakeAudio.resumes += 1;
    return new Promise((resolve) => {
      FakeAudio.allow = () => {
        FakeAudio.state = 'running';
        resolve();
      };
    });
  }

  createGain() {
    return node;
  }

  createOscillator() {
    const frequency = { value: 0 };
    return {
      ...node,
      frequency,
      start: () => void FakeAudio.started.push(frequency.value),
      stop: () => undefined,
    };
  }
}

/** A page that may sound, or, `suspended`, in which nobody has pressed anything. */
export function stubAudio(state: AudioContextState = 'running'): void {
  FakeAudio.started = [];
  FakeAudio.resumes = 0;
  FakeAudio.state = state;
  vi.stubGlobal('AudioContext', FakeAudio);
}
