import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { FileId } from '@tieline/protocol';
import { DataStore, ERRORS, Upload } from '@tus/server';
import { withTemporaryFolder } from './temporary-folder.ts';
import type { Staging, CurrentUploads } from './staging.ts';

const prefix = 'uploads/';
const dayMs = 86_400_000;
/** A piece is in memory until it is stored. If the client is cut off, what has come of a piece is stored as well. */
const pieceBytes = 8 * 1024 * 1024;

/** A piece of an upload, as an object: `uploads/<file>/<place of its first byte>`. */
interface Piece {
  readonly key: string;
  readonly place: number;
  readonly size: number;
  readonly changedAt: Date;
}

/**
 * Uploads in a bucket, so that a client can continue on any node: in pieces, each an object of its own. The offset of an
 * upload is how far its pieces reach without a gap. (A multipart upload cannot be read before it is complete, keeps short
 * pieces elsewhere, and needs more of a store than most stores beside Amazon's have.)
 */
export function createS3Staging(client: S3Client, bucket: string, currentUploads: CurrentUploads): Staging {
  const store = new Pieces(client, bucket, currentUploads);
  return {
    store,
    use: async (file, work) => {
      if (!(await store.hasBegun(file))) return null;
      return withTemporaryFolder(async (folder) => {
        const path = join(folder, 'content');
        await pipeline(Readable.from(store.read(file)), createWriteStream(path));
        return work(path);
      });
    },
    hasRoomFor: () => Promise.resolve(true),
    remove: (file) => store.remove(file),
    removeOld: () => store.removeOld(),
  };
}

class Pieces extends DataStore {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #currentUploads: CurrentUploads;

  constructor(client: S3Client, bucket: string, currentUploads: CurrentUploads) {
    super();
    this.#client = client;
    this.#bucket = bucket;
    this.#currentUploads = currentUploads;
    this.extensions = ['creation', 'creation-with-upload', 'termination'];
  }

  /** Stores an empty piece, which tells an upload that has begun from one that is gone. */
  override async create(file: Upload): Promise<Upload> {
    await this.#put(`${prefix}${file.id}/0`, Buffer.alloc(0));
    return file;
  }

  override async write(source: Readable, id: string, offset: number): Promise<number> {
    let place = offset;
    let buffered: Buffer[] = [];
    let size = 0;
    const throttle = this.#currentUploads.throttleOf(id);
    const store = async (): Promise<void> => {
      if (size === 0) return;
      await this.#put(`${prefix}${id}/${place}`, Buffer.concat(buffered));
      place += size;
      [buffered, size] = [[], 0];
    };
    try {
      for await (const bytes of source as AsyncIterable<Buffer>) {
        await throttle(bytes.length);
        buffered.push(bytes);
        size += bytes.length;
        if (size >= pieceBytes) await store();
      }
    } finally {
      await store();
    }
    return place;
  }

  override async getUpload(id: string): Promise<Upload> {
    const size = this.#currentUploads.sizeOf(id);
    if (size === null) throw ERRORS.FILE_NOT_FOUND;
    const pieces = withoutGap(await this.#piecesOf(id));
    if (pieces.length === 0) throw ERRORS.FILE_NO_LONGER_EXISTS;
    return new Upload({ id, size, offset: pieces.reduce((sum, piece) => sum + piece.size, 0) });
  }

  override async remove(id: string): Promise<void> {
    for (const { key } of await this.#piecesOf(id)) await this.#delete(key);
  }

  async hasBegun(id: FileId): Promise<boolean> {
    return (await this.#piecesOf(id)).length > 0;
  }

  /** All bytes up to the first gap. */
  async *read(id: FileId): AsyncIterable<Uint8Array> {
    for (const { key } of withoutGap(await this.#piecesOf(id))) {
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
      yield* Body as Readable;
    }
  }

  async removeOld(): Promise<void> {
    for await (const { key, changedAt } of this.#list(prefix))
      if (Date.now() - changedAt.getTime() > dayMs) await this.#delete(key);
  }

  async #piecesOf(id: string): Promise<Piece[]> {
    const pieces: Piece[] = [];
    for await (const piece of this.#list(`${prefix}${id}/`)) pieces.push(piece);
    return pieces.toSorted((one, other) => one.place - other.place || other.size - one.size);
  }

  async *#list(Prefix: string): AsyncIterable<Piece> {
    for await (const page of paginateListObjectsV2(
      { client: this.#client },
      { Bucket: this.#bucket, Prefix },
    ))
      for (const { Key = '', Size = 0, LastModified } of page.Contents ?? [])
        yield {
          key: Key,
          place: Number(Key.split('/').at(-1)),
          size: Size,
          changedAt: LastModified ?? new Date(),
        };
  }

  async #put(Key: string, Body: Buffer): Promise<void> {
    await this.#client.send(new PutObjectCommand({ Bucket: this.#bucket, Key, Body }));
  }

  async #delete(Key: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key }));
  }
}

/** The pieces that follow each other without a gap, from the first byte on. */
function withoutGap(pieces: readonly Piece[]): Piece[] {
  let end = 0;
  return pieces.filter(({ place, size }) => {
    if (place !== end) return false;
    end += size;
    return true;
  });
}
