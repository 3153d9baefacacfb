import type { ConversationId, WireError } from '@tieline/protocol';
import { newClientId } from '../send/client-id.ts';
import { ownFault, WireFault } from '../connection/fault.ts';
import { without } from '../state/maps.ts';
import type { InternalState } from '../state/state.ts';
import type { KeptUpload, Upload, UploadSource } from './upload-types.ts';

export const isUnderWay = ({ state }: Upload) => state === 'waiting' || state === 'uploading';
export const isOver = ({ state }: Upload) => state === 'refused' || state === 'failed';

/** The state with this tray; a conversation without one is not in it. */
export function withUploads(
  state: InternalState,
  id: ConversationId,
  tray: readonly Upload[],
): InternalState {
  const uploads =
    tray.length === 0 ? without(state.uploads, id) : new Map(state.uploads).set(id, Object.freeze([...tray]));
  return { ...state, uploads };
}

/** `largest`: bytes, or null where it is not known; the server will say. */
export function newUpload(
  conversation: ConversationId,
  source: UploadSource,
  largest: number | null,
): Upload {
  const { name, type, size } = source;
  const problem = tooLarge(source, largest);
  const state = problem === null ? 'waiting' : 'refused';
  const id = newClientId();
  return {
    id,
    conversation,
    name,
    type,
    size,
    sent: 0,
    content: source,
    state,
    problem,
    wanted: false,
    file: null,
  };
}

export function restoreUpload({
  id,
  conversation,
  name,
  type,
  content,
  isPaused,
  wanted,
}: KeptUpload): Upload {
  const { size } = content;
  const state = isPaused ? 'paused' : 'waiting';
  return { id, conversation, name, type, size, sent: 0, content, state, problem: null, wanted, file: null };
}

/** What is kept of one that begins. */
export function keptForm({ id, conversation, name, type, content }: Upload): Omit<KeptUpload, 'seat'> {
  return { id, conversation, name, type, content, address: null, isPaused: false, wanted: false };
}

export function tooLarge({ size }: { readonly size: number }, largest: number | null): WireError | null {
  if (largest === null || size <= largest) return null;
  return { ...ownFault('file-too-large'), problem: `${size} bytes; at most ${largest}` };
}

/** An answer of the server is final; a fault on this device, such as a deleted file, can be put right. */
export function finalState(fault: unknown): Pick<Upload, 'state' | 'problem' | 'wanted'> {
  if (!(fault instanceof WireFault)) throw fault;
  const isFinal = fault.wire.code !== 'no-such-upload' && fault.wire.code !== 'unavailable';
  return { state: isFinal ? 'refused' : 'failed', problem: fault.wire, wanted: false };
}
