import type { FileId } from '@tieline/protocol';

export interface UploadSteps {
  readonly onProgress: (sent: number, size: number) => void;
  readonly signal: AbortSignal;
}

/** An image that the server has. `width`, `height`: pixels, null where the browser could not read it. */
export interface UploadedImage {
  readonly file: FileId;
  readonly width: number | null;
  readonly height: number | null;
}

/** Does the work; called again where an upload that was stopped is wanted once more. */
export type Uploader = (steps: UploadSteps) => Promise<UploadedImage>;

/** An image on its way. `stopped`: nothing wants it now. `share`: how much of it has left, 0 to 1. */
export type ImageUpload =
  | { readonly is: 'uploading'; readonly share: number }
  | { readonly is: 'stopped' }
  | { readonly is: 'ready'; readonly image: UploadedImage }
  | { readonly is: 'refused' };

interface Entry {
  readonly work: Uploader;
  readonly onFault: (fault: unknown) => void;
  /** Object URL to show meanwhile; null where there is none. */
  readonly preview: string | null;
  upload: ImageUpload;
  stop: AbortController;
}

// Of the page, not of an editor: who looks into another chat meanwhile finds the image here when they come back.
const entries = new Map<string, Entry>();
const listeners = new Set<() => void>();
// Drafts outlive the page, so an id must not be given again by the next one.
const page = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
let count = 0;

function change(entry: Entry, upload: ImageUpload): void {
  entry.upload = upload;
  for (const listener of listeners) listener();
}

async function run(entry: Entry): Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  entry.stop = stop;
  change(entry, { is: 'uploading', share: 0 });
  const onProgress = (sent: number, size: number) => {
    if (!signal.aborted) change(entry, { is: 'uploading', share: size > 0 ? sent / size : 1 });
  };
  try {
    const image = await entry.work({ onProgress, signal });
    if (!signal.aborted) change(entry, { is: 'ready', image });
  } catch (fault) {
    if (signal.aborted) return;
    change(entry, { is: 'refused' });
    entry.onFault(fault);
  }
}

/** Begins an upload, and gives it an id. */
export function beginUpload(given: Pick<Entry, 'work' | 'onFault' | 'preview'>): string {
  const id = `${page}.${(count += 1)}`;
  const entry: Entry = { ...given, upload: { is: 'stopped' }, stop: new AbortController() };
  entries.set(id, entry);
  void run(entry);
  return id;
}

/** Null where this page knows of none: it was reloaded, or the message is sent. */
export function uploadOf(id: string): ImageUpload | null {
  return entries.get(id)?.upload ?? null;
}

export function previewOf(id: string): string | null {
  return entries.get(id)?.preview ?? null;
}

/** Its image has been deleted. */
export function stopUpload(id: string): void {
  const entry = entries.get(id);
  if (entry?.upload.is !== 'uploading') return;
  entry.stop.abort();
  change(entry, { is: 'stopped' });
}

/** Its image has been brought back. */
export function resumeUpload(id: string): void {
  const entry = entries.get(id);
  if (entry?.upload.is === 'stopped') void run(entry);
}

/** Its message is sent. */
export function forgetUpload(id: string): void {
  const preview = previewOf(id);
  if (preview !== null) URL.revokeObjectURL(preview);
  entries.delete(id);
}

/** Calls `listener` after every change, until what it returns is called. */
export function followUploads(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
