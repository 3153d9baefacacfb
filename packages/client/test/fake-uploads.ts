import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FileId, WireError } from '@tieline/protocol';
import { errorTable } from '@tieline/protocol';

export interface FakeUpload {
  readonly id: FileId;
  readonly length: number;
  /** As it came: `conversation`, `name`, `use`. */
  readonly about: Readonly<Record<string, string>>;
  content: Buffer;
}

const root = '/api/v1/uploads';

/** The uploads of a server: tus 1.0, as small as the client lets it be. */
export class FakeUploads {
  readonly all = new Map<FileId, FakeUpload>();
  /** `POST`, or the method and the name of the file. */
  readonly requests: string[] = [];
  readonly headers: IncomingMessage['headers'][] = [];
  /** The line breaks, once, when so many bytes of one upload are there. */
  cutAt: number | null = null;
  /** Called when all is there: an error, a line that breaks before the answer, or nothing. */
  onComplete: (upload: FakeUpload) => WireError | 'break' | undefined = () => undefined;
  /** Called before a request is read; its error is the answer, its promise is waited for. */
  onRequest: (method: string, name: string) => WireError | Promise<void> | undefined = () => undefined;
  /** How many bodies were read at once, at most. */
  mostAtOnce = 0;
  #reading = 0;

  get names(): string[] {
    return [...this.all.values()].map(({ about }) => about['name'] ?? '');
  }

  /** Whether the request was one of these. */
  isFor(request: IncomingMessage): boolean {
    return request.url?.startsWith(root) ?? false;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = request.url?.slice(root.length + 1) as FileId;
    const { method = '' } = request;
    const upload = this.all.get(id);
    const about = upload?.about ?? aboutOf(request);
    this.requests.push(method === 'POST' ? method : `${method} ${about['name']}`);
    this.headers.push(request.headers);
    const turned = this.onRequest(method, about['name'] ?? '');
    if (turned instanceof Promise) await turned;
    else if (turned !== undefined) return refuse(response, turned);
    if (method === 'POST') return this.#begin(request, response, about);
    if (upload === undefined) return void response.writeHead(404).end();
    if (method === 'DELETE') {
      this.all.delete(id);
      return void response.writeHead(204).end();
    }
    if (method === 'PATCH') return this.#append(request, response, upload);
    const headers = { 'upload-offset': upload.content.length, 'upload-length': upload.length };
    response.writeHead(200, headers).end();
  }

  #begin(request: IncomingMessage, response: ServerResponse, about: FakeUpload['about']) {
    const id = randomUUID() as string as FileId;
    const length = Number(request.headers['upload-length']);
    this.all.set(id, { id, length, about, content: Buffer.alloc(0) });
    response.writeHead(201, { location: `${root}/${id}` }).end();
  }

  async #append(request: IncomingMessage, response: ServerResponse, upload: FakeUpload) {
    if (Number(request.headers['upload-offset']) !== upload.content.length) {
      return void response.writeHead(409).end();
    }
    // Whoever stops reading has no socket any more.
    const { socket } = request;
    this.#reading += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#reading);
    const isWhole = await this.#read(request, upload).finally(() => (this.#reading -= 1));
    if (!isWhole) return void socket.destroy();
    const end = upload.content.length === upload.length ? this.onComplete(upload) : undefined;
    if (end === 'break') return void socket.destroy();
    if (end !== undefined) {
      this.all.delete(upload.id);
      return refuse(response, end);
    }
    response.writeHead(204, { 'upload-offset': upload.content.length }).end();
  }

  /** False when the line broke meanwhile. */
  async #read(request: IncomingMessage, upload: FakeUpload): Promise<boolean> {
    try {
      for await (const piece of request as AsyncIterable<Buffer>) {
        const room = (this.cutAt ?? Infinity) - upload.content.length;
        upload.content = Buffer.concat([upload.content, piece.subarray(0, Math.max(0, room))]);
        if (piece.length < room) continue;
        this.cutAt = null;
        return false;
      }
      return true;
    } catch {
      return false;
    }
  }
}

function refuse(response: ServerResponse, error: WireError) {
  const { status } = errorTable[error.code];
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(error));
}

function aboutOf(request: IncomingMessage): Record<string, string> {
  const pairs = String(request.headers['upload-metadata'] ?? '').split(',');
  const words = pairs.map((pair) => pair.split(' '));
  return Object.fromEntries(
    words.map(([key = '', value = '']) => [key, Buffer.from(value, 'base64').toString()]),
  );
}
