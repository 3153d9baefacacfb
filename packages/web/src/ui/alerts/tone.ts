let audio: AudioContext | null = null;

/** The browser may hold a tone back; played later than this it would announce something old. */
const lateMs = 1500;

/** Browsers let a page sound once somebody has pressed something in it. Safari asks for it in that very moment. */
export function unlockTone(): void {
  audio ??= new AudioContext();
  if (audio.state === 'suspended') void audio.resume();
}

/** Whether somebody has pressed something in this page, so that it may sound. */
export function maySound(): boolean {
  return navigator.userActivation?.hasBeenActive ?? audio?.state === 'running';
}

/** Two short tones, made here: no file, no network. */
export async function playTone(): Promise<void> {
  audio ??= new AudioContext();
  const requestedAt = Date.now();
  if (audio.state === 'suspended') await audio.resume();
  if (Date.now() - requestedAt < lateMs) sound(audio);
}

function sound(context: AudioContext): void {
  const start = context.currentTime;
  for (const [step, frequency] of [587, 784].entries()) {
    const tone = context.createOscillator();
    const gain = context.createGain();
    const at = start + step * 0.11;
    tone.frequency.value = frequency;
    gain.gain.setValueAtTime(0.0001, at);
    gain.gain.exponentialRampToValueAtTime(0.09, at + 0.015);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.22);
    tone.connect(gain).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.24);
  }
}
