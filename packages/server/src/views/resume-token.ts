import type { SeatId } from '@tieline/protocol';

/** What a client keeps to resume from. It opens nothing: whoever makes one up gets what their own session may see. */
export interface ResumePoint {
  readonly cluster: string;
  readonly seat: SeatId;
  readonly revision: number;
  readonly floor: bigint;
}

const form = /^1\.(\d{1,20})\.([0-9a-f-]{36})\.(\d{1,10})\.(\d{1,20})$/;

export function writeResumeToken({ cluster, seat, revision, floor }: ResumePoint): string {
  return `1.${cluster}.${seat}.${revision}.${floor}`;
}

/** Null where it is not one of ours, or of a version that is not spoken here. */
export function readResumeToken(token: string): ResumePoint | null {
  const [, cluster, seat, revision, floor] = form.exec(token) ?? [];
  if (cluster === undefined || seat === undefined || revision === undefined || floor === undefined)
    return null;
  return { cluster, seat: seat as SeatId, revision: Number(revision), floor: BigInt(floor) };
}
