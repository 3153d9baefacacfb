import type { WireError } from '@tieline/protocol';
import { LineLost, ownFault, WireFault } from '../connection/fault.ts';

/** Statuses that pass: another request holds the upload, or a proxy gave up on this one. */
const passing = new Set([408, 409, 423, 425]);

interface WithResponse {
  readonly originalResponse?: { getStatus(): number; getBody(): string } | null;
}

/** What an error of tus means, in the words of the contract. A HEAD is answered without a body: its status counts. */
export function uploadFault(error: Error & WithResponse): WireFault {
  const response = error.originalResponse ?? null;
  if (response === null) return new LineLost(error);
  const status = response.getStatus();
  const fromServer = passing.has(status) ? undefined : wireErrorOf(response.getBody());
  return new WireFault(fromServer ?? faultOfStatus(status), { cause: error });
}

function wireErrorOf(body: string): WireError | undefined {
  try {
    const answer = JSON.parse(body) as Partial<WireError> | null;
    const isWireError = typeof answer?.code === 'string' && typeof answer.sentence === 'string';
    return isWireError ? (answer as WireError) : undefined;
  } catch {
    // Empty, or a page of some proxy.
    return undefined;
  }
}

function faultOfStatus(status: number): WireError {
  if (status === 401) return ownFault('not-signed-in');
  if (status === 404 || status === 410) return ownFault('not-found');
  if (status === 413) return ownFault('file-too-large');
  if (status === 429) return ownFault('too-many-requests');
  const isFinal = status >= 400 && status < 500 && !passing.has(status);
  return { ...ownFault('unavailable'), retry: !isFinal };
}
