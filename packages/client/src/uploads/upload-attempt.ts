import type { ConversationId, SignInSurface } from '@tieline/protocol';
import { LineLost, ownFault, WireFault } from '../connection/fault.ts';
import { uploadFault } from './upload-fault.ts';
import { blobReader } from './upload-source.ts';
import type { UploadUse } from './upload-types.ts';
import { apiRoot } from '../connection/wire.ts';

/** One request carries at most so much: proxies cut what takes long, and Node holds it in memory. */
const pieceBytes = 16 * 1024 * 1024;

export interface UploadAttempt {
  readonly conversation: ConversationId;
  readonly use: UploadUse;
  readonly name: string;
  readonly content: Blob;
  /** Where the server has it already; null begins a new upload. */
  readonly address: string | null;
  readonly onAddress: (address: string) => void;
  /** Bytes, in all. */
  readonly onSent: (sent: number) => void;
}

/** The server as uploads see it. Rejects with a {@link WireFault}. */
export interface UploadServer {
  /** Sends what the server has not yet. Resolves with the address when all is there and was accepted. */
  send(attempt: UploadAttempt, signal: AbortSignal): Promise<string>;
  /** Deletes an upload that was begun. */
  remove(address: string): Promise<void>;
}

export interface UploadServerOptions {
  readonly baseUrl: string;
  readonly surface: SignInSurface;
  readonly token?: string | undefined;
}

export function createUploadServer({ baseUrl, surface, token }: UploadServerOptions): UploadServer {
  const headers: Record<string, string> = { 'x-tieline-surface': surface };
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
  const endpoint = `${baseUrl}${apiRoot}/uploads`;

  return {
    async send(attempt, signal) {
      const { conversation, use, name, content, address } = attempt;
      await expectReadable(content);
      const { Upload } = await loadTus();
      return new Promise((resolve, reject) => {
        const upload = new Upload(content, {
          // Never both: tus would take any trouble with the one for a reason to begin another.
          ...(address === null ? { endpoint } : { uploadUrl: address }),
          metadata: { conversation, name, use },
          headers,
          chunkSize: pieceBytes,
          fileReader: blobReader,
          // What may be tried again is decided in one place, for all uploads: `upload-queue.ts`.
          retryDelays: null,
          storeFingerprintForResuming: false,
          // tus forgets that it was stopped while it was opening the file.
          onBeforeRequest: () => signal.throwIfAborted(),
          onUploadUrlAvailable: () => upload.url !== null && attempt.onAddress(upload.url),
          onProgress: (sent) => signal.aborted || attempt.onSent(sent),
          onSuccess: () => resolve(upload.url ?? ''),
          onError: (error) => reject(uploadFault(error)),
        });
        signal.addEventListener('abort', () => {
          void upload.abort();
          reject(new LineLost(signal.reason));
        });
        upload.start();
      });
    },
    async remove(address) {
      const { Upload } = await loadTus();
      await Upload.terminate(address, { headers, retryDelays: null }).catch((error: Error) => {
        throw uploadFault(error);
      });
    },
  };
}

/** Only who uploads needs it, so no page waits for it. */
async function loadTus() {
  try {
    return await import('tus-js-client');
  } catch (cause) {
    throw new LineLost(cause);
  }
}

/** A file that was changed or deleted since it was chosen; a request with it would look like a lost line, for ever. */
async function expectReadable(content: Blob): Promise<void> {
  try {
    await content.slice(0, 1).arrayBuffer();
  } catch (cause) {
    throw new WireFault(ownFault('no-such-upload'), { cause });
  }
}
