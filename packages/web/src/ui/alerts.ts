import type { SeatStatus } from '@tieline/protocol';

/** What an arriving message meets. */
export interface Arrival {
  readonly own: boolean;
  readonly loud: boolean;
  readonly status: SeatStatus;
  /** Somebody looks at this page, with this conversation open. */
  readonly seen: boolean;
  readonly sound: boolean;
  readonly desktop: boolean;
}

/** Whether an arriving message sounds and shows itself. Do not disturb silences both; delivery is untouched. */
export function alertsFor(arrival: Arrival): { sound: boolean; desktop: boolean } {
  const quiet = arrival.own || !arrival.loud || arrival.seen || arrival.status === 'do-not-disturb';
  return { sound: !quiet && arrival.sound, desktop: !quiet && arrival.desktop };
}

let audio: AudioContext | null = null;

/** Two short tones, made here: no file, no network. */
export function playTone(): void {
  audio ??= new AudioContext();
  const start = audio.currentTime;
  for (const [step, frequency] of [587, 784].entries()) {
    const tone = audio.createOscillator();
    const gain = audio.createGain();
    const at = start + step * 0.11;
    tone.frequency.value = frequency;
    gain.gain.setValueAtTime(0.0001, at);
    gain.gain.exponentialRampToValueAtTime(0.09, at + 0.015);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.22);
    tone.connect(gain).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.24);
  }
}

export function canNotify(): boolean {
  return 'Notification' in globalThis && Notification.permission === 'granted';
}

/** Shows a notification; a click brings the page back and calls `onOpen`. */
export function notify(title: string, body: string, tag: string, onOpen: () => void): void {
  if (!canNotify()) return;
  const notification = new Notification(title, { body, tag, icon: '/favicon-office.svg' });
  notification.onclick = () => {
    window.focus();
    onOpen();
    notification.close();
  };
}
