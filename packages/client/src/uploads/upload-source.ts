import type { UploadOptions } from 'tus-js-client';

type FileReader = NonNullable<UploadOptions['fileReader']>;

/**
 * Reads a Blob piece by piece. The reader that comes with tus knows Blobs in a browser only, where a piece stays one
 * and is never in memory; Node's requests take bytes.
 */
export const blobReader: FileReader = {
  async openFile(content: Blob) {
    const isBrowser = 'XMLHttpRequest' in globalThis;
    return {
      size: content.size,
      async slice(start, end) {
        const piece = content.slice(start, end);
        return { value: isBrowser ? piece : await bytesOf(piece), done: end >= content.size };
      },
      close() {
        // Nothing is open.
      },
    };
  },
};

/** Bytes that say how many they are, as tus asks of them. */
async function bytesOf(piece: Blob) {
  return Object.assign(new Uint8Array(await piece.arrayBuffer()), { size: piece.size });
}
