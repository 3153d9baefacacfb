import type { FileId } from '@tieline/protocol';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  beginUpload,
  followUploads,
  forgetUpload,
  previewOf,
  resumeUpload,
  stopUpload,
  uploadOf,
  type UploadedImage,
  type UploadSteps,
} from './image-uploads.ts';

const image: UploadedImage = { file: 'file' as FileId, width: 30, height: 20 };

/** The work of one upload, which goes on when the test says so. */
function work() {
  const calls: (UploadSteps & {
    readonly succeed: (value: UploadedImage) => void;
    readonly fail: (fault: unknown) => void;
  })[] = [];
  const run = (steps: UploadSteps) =>
    new Promise<UploadedImage>((succeed, fail) => void calls.push({ ...steps, succeed, fail }));
  return { calls, run };
}

const onFault = vi.fn<(fault: unknown) => void>();
const revoked: string[] = [];

function begin(preview: string | null = null) {
  const { calls, run } = work();
  return { id: beginUpload({ work: run, onFault, preview }), calls };
}

beforeEach(() => {
  onFault.mockClear();
  revoked.length = 0;
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => void revoked.push(url));
});
afterEach(() => void vi.restoreAllMocks());

it('an image says how much of it has left, until the server has it', async () => {
  const { id, calls } = begin();
  expect(uploadOf(id)).toEqual({ is: 'uploading', share: 0 });
  calls[0]?.onProgress(25, 100);
  expect(uploadOf(id)).toEqual({ is: 'uploading', share: 0.25 });
  calls[0]?.onProgress(0, 0);
  expect(uploadOf(id)).toEqual({ is: 'uploading', share: 1 });
  calls[0]?.succeed(image);
  await vi.waitFor(() => expect(uploadOf(id)).toEqual({ is: 'ready', image }));
});

it('an image that was not taken is told of once', async () => {
  const { id, calls } = begin();
  const fault = new Error('too large');
  calls[0]?.fail(fault);
  await vi.waitFor(() => expect(uploadOf(id)).toEqual({ is: 'refused' }));
  expect(onFault).toHaveBeenCalledExactlyOnceWith(fault);
});

it('a deleted image is not uploaded any longer, and one that is brought back begins anew', async () => {
  const { id, calls } = begin();
  stopUpload(id);
  expect([uploadOf(id), calls[0]?.signal.aborted]).toEqual([{ is: 'stopped' }, true]);
  // What the stopped one still says is nobody's any more.
  calls[0]?.onProgress(50, 100);
  calls[0]?.fail(new Error('stopped'));
  await Promise.resolve();
  expect([uploadOf(id), onFault.mock.calls]).toEqual([{ is: 'stopped' }, []]);
  resumeUpload(id);
  expect(calls).toHaveLength(2);
  resumeUpload(id);
  expect(calls).toHaveLength(2);
  calls[1]?.succeed(image);
  await vi.waitFor(() => expect(uploadOf(id)).toEqual({ is: 'ready', image }));
});

it('an image that is there stays there when it is deleted and brought back', async () => {
  const { id, calls } = begin();
  calls[0]?.succeed(image);
  await vi.waitFor(() => expect(uploadOf(id)?.is).toBe('ready'));
  stopUpload(id);
  resumeUpload(id);
  expect([uploadOf(id)?.is, calls.length]).toEqual(['ready', 1]);
});

it('an image of a message that was sent is forgotten with its preview; others stay', () => {
  const [sent, other] = [begin('blob:sent'), begin('blob:other')];
  expect([previewOf(sent.id), previewOf(other.id)]).toEqual(['blob:sent', 'blob:other']);
  forgetUpload(sent.id);
  expect([uploadOf(sent.id), previewOf(sent.id), revoked]).toEqual([null, null, ['blob:sent']]);
  expect(previewOf(other.id)).toBe('blob:other');
});

it('who follows the uploads hears of each change, until they stop', () => {
  const heard = vi.fn<() => void>();
  const stop = followUploads(heard);
  const { calls } = begin();
  expect(heard).toHaveBeenCalledTimes(1);
  calls[0]?.onProgress(1, 2);
  expect(heard).toHaveBeenCalledTimes(2);
  stop();
  calls[0]?.onProgress(2, 2);
  expect(heard).toHaveBeenCalledTimes(2);
});
