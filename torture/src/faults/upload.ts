import { writeFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ConversationId, type FileId } from '@tieline/protocol';
import { sayWhenThere, viaSocket } from '../clients/say.ts';
import { type Device, insist, newClientId } from '../clients/sign-in.ts';
import { sleep } from '../ground/patience.ts';
import { markOf } from '../journal.ts';
import { note, type Stage } from '../stage.ts';
import type { Inject } from './fault.ts';

const bytesOfFile = 300_000;

/**
 * uma sends a file to tess while everything else goes on: it arrives piece by piece, goes on wherever it was cut off, and
 * what tess downloads is what was sent, byte by byte. Where the disk of the files is a small one, it is full for a while.
 */
export const sendFile: Inject = async (stage, { number, way }) => {
  const company = number % 2 === 0 ? 'north' : 'south';
  const [uma, tess] = [stage.raw(company, 'uma', 'office'), stage.raw(company, 'tess', 'office')];
  const chat = await stage.conversation(uma.device, tess.device.seat);
  const sent = stage.journal.begin(uma.device.seat, chat, 'socket', newClientId() as never);
  const name = `${markOf(sent.number)}.bin`;
  const bytes = Buffer.from(
    Array.from({ length: bytesOfFile }, (_, at) => (at * 31 + number + (at >> 8)) % 251),
  );
  const isFull = way === 'full-disk' && stage.filesDisk !== null;
  const ballast = join(stage.filesDisk ?? '', 'ballast');
  if (isFull) await fill(ballast);
  const arriving = uploadFile(stage, uma.device, chat, name, bytes);
  if (isFull) {
    await sleep(1500);
    await rm(ballast, { force: true });
  }
  const file = await arriving;
  const utterance = { sent, body: { kind: 'file', file } } as const;
  const reply = await sayWhenThere(utterance, viaSocket(uma), stage.isGivenUp);
  if (reply === null || !('ok' in reply)) {
    if (!stage.isGivenUp()) stage.journal.find('lost', `a file was not sent: ${JSON.stringify(reply)}`);
    return;
  }
  const got = await insist('download a file', () => download(tess.device, chat, file));
  if (!got.equals(bytes)) stage.journal.find('lost', `of a file of ${bytes.length} bytes ${got.length} came`);
  note(stage, isFull ? 'files sent over a full disk' : 'files sent');
};

/** As much as there is. */
async function fill(path: string): Promise<void> {
  const piece = Buffer.alloc(1024 * 1024);
  for (let times = 0; times < 1000; times += 1) {
    const isWritten = await writeFile(path, piece, { flag: 'a' }).then(
      () => true,
      () => false,
    );
    if (!isWritten) return;
  }
}

async function download(device: Device, chat: ConversationId, file: FileId): Promise<Buffer> {
  const answer = await fetch(`${device.lane.url}/files/office/${chat}/${file}`, {
    headers: { authorization: `Bearer ${device.token}` },
    signal: AbortSignal.timeout(15_000),
  });
  if (answer.status !== 200) throw new Error(`The download was answered with ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** By tus, which goes on where it was cut off; tried until all of it is there. */
export async function uploadFile(
  stage: Stage,
  device: Device,
  chat: ConversationId,
  name: string,
  bytes: Buffer,
): Promise<FileId> {
  const { url } = device.lane;
  const headers = {
    authorization: `Bearer ${device.token}`,
    'x-tieline-surface': device.surface,
    'tus-resumable': '1.0.0',
  };
  const signal = () => AbortSignal.timeout(15_000);
  const metadata = `conversation ${base64(chat)},name ${base64(name)},use ${base64('file')}`;
  const location = await insist(`announce ${name}`, async () => {
    const answer = await fetch(`${url}/api/v1/uploads`, {
      method: 'POST',
      headers: { ...headers, 'upload-length': String(bytes.length), 'upload-metadata': metadata },
      signal: signal(),
    });
    const place = answer.headers.get('location');
    if (place === null) throw new Error(`${answer.status}: ${await answer.text()}`);
    return place;
  });
  await insist(`upload ${name}`, async () => {
    const known = await fetch(`${url}${location}`, { method: 'HEAD', headers, signal: signal() });
    const offset = Number(known.headers.get('upload-offset') ?? NaN);
    if (offset === bytes.length) return;
    const answer = await fetch(`${url}${location}`, {
      method: 'PATCH',
      headers: {
        ...headers,
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
      },
      body: new Uint8Array(bytes.subarray(offset)),
      signal: signal(),
    });
    if (answer.status !== 204) {
      const why = await answer.text();
      if (why.includes('storage-full')) note(stage, 'uploads answered with storage-full');
      throw new Error(`${answer.status}: ${why}`);
    }
  });
  return location.split('/').at(-1) as FileId;
}
