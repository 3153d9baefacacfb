import { isUtf8 } from 'node:buffer';
import { CommandFrame } from '@tieline/protocol';
import { compileCheck } from '../check-schema.ts';

export type ParsedFrame =
  | { readonly ok: true; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly ok: false; readonly id: number | null; readonly problem: string };

const checkFrame = compileCheck<{ id: number; do: string; with: unknown }>(CommandFrame);

/** Parses what a client sent: a frame, or what is wrong with it. Never throws. */
export function parseFrame(data: Buffer, isBinary: boolean): ParsedFrame {
  if (isBinary) return invalid('A frame is text, not binary');
  if (!isUtf8(data)) return invalid('A frame is UTF-8');
  let value: unknown;
  try {
    value = JSON.parse(data.toString());
  } catch {
    return invalid('A frame is JSON');
  }
  const frame = checkFrame(value);
  if (frame.ok) return { ok: true, id: frame.value.id, name: frame.value.do, input: frame.value.with };
  return { ok: false, id: idOf(value), problem: frame.problem };
}

function invalid(problem: string): ParsedFrame {
  return { ok: false, id: null, problem };
}

/** The id of a frame that is otherwise invalid, so that its sender knows which one it was. */
function idOf(value: unknown): number | null {
  const id: unknown = typeof value === 'object' && value !== null && 'id' in value ? value.id : null;
  return typeof id === 'number' && Number.isSafeInteger(id) && id >= 0 ? id : null;
}

/** The id of a frame that is refused without being parsed, which would cost what the limit is there to save. */
export function idAtStart(data: Buffer): number | null {
  const id = /^\s*\{\s*"id"\s*:\s*([0-9]{1,15})\s*,/.exec(data.subarray(0, 100).toString('latin1'))?.[1];
  return id === undefined ? null : Number(id);
}
