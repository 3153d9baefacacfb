import type { ConversationId, FileId, SignInSurface } from '@tieline/protocol';

/** Who uploads. */
export interface Uploader {
  readonly url: string;
  readonly token: string;
  readonly surface: SignInSurface;
}

export interface Uploading {
  readonly conversation: ConversationId;
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly use?: 'file' | 'image';
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

export function tusHeaders({ token, surface }: Uploader): Record<string, string> {
  return { authorization: `Bearer ${token}`, 'x-tieline-surface': surface, 'tus-resumable': '1.0.0' };
}

/** Announces an upload. The answer says where it goes on, in `location`. */
export async function announce(
  uploader: Uploader,
  { conversation, name, bytes, use }: Uploading,
): Promise<Response> {
  const metadata = `conversation ${base64(conversation)},name ${base64(name)},use ${base64(use ?? 'file')}`;
  return fetch(`${uploader.url}/api/v1/uploads`, {
    method: 'POST',
    headers: {
      ...tusHeaders(uploader),
      'upload-length': String(bytes.length),
      'upload-metadata': metadata,
    },
  });
}

/** Sends what comes at `offset` of an upload that was announced. */
export async function patch(
  uploader: Uploader,
  location: string,
  offset: number,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Response> {
  return fetch(`${uploader.url}${location}`, {
    method: 'PATCH',
    headers: {
      ...tusHeaders(uploader),
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    },
    body: bytes,
  });
}

/** Uploads a file in one go. @throws with the answer where it is refused. */
export async function upload(uploader: Uploader, uploading: Uploading): Promise<FileId> {
  const announced = await announce(uploader, uploading);
  const location = announced.headers.get('location');
  if (announced.status !== 201 || location === null) throw new Error(await announced.text());
  if (uploading.bytes.length > 0) {
    const sent = await patch(uploader, location, 0, uploading.bytes);
    if (sent.status !== 204) throw new Error(await sent.text());
  }
  return location.split('/').at(-1) as FileId;
}
