import type { Upload } from '@tieline/client';
import { Pause, Play, RotateCcw, X, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSelf, useTieline } from '../app/client-context.tsx';
import { FileName } from './file-name.tsx';
import { focusComposer } from '../keyboard/focus.ts';
import { wireText } from '../texts/sentences.ts';
import { useTimes } from '../time/use-times.ts';
import { UploadPicture } from './upload-picture.tsx';

const isUnderWay = ({ state }: Upload) => state === 'waiting' || state === 'uploading';
const isOver = ({ state }: Upload) => state === 'refused' || state === 'failed';

/** The tray scrolls, so a refusal could be out of view. */
function bringIntoView(element: HTMLElement | null) {
  element?.scrollIntoView({ block: 'nearest' });
}

/** What happens to an upload, in words. */
function useUploadText(upload: Upload): string {
  const { t } = useTranslation();
  const times = useTimes();
  const { largest } = useSelf().files;
  const { state, problem, wanted } = upload;
  const size = times.size(upload.size);
  const sent = times.size(upload.sent);
  const soon = wanted ? ` · ${t('upload.wanted')}` : '';
  if (problem?.code === 'file-too-large') return t('upload.tooLarge', { size: times.size(largest) });
  if (problem !== null) return wireText(problem);
  switch (state) {
    case 'uploading':
      return t('upload.uploading', { sent, size }) + soon;
    case 'paused':
      return t('upload.paused', { sent, size });
    case 'ready':
      return t(wanted ? 'upload.turn' : 'upload.ready', { size });
    default:
      return t('upload.waiting') + soon;
  }
}

function Progress({ upload: { name, sent, size } }: { upload: Upload }) {
  const { t } = useTranslation();
  const percent = size === 0 ? 100 : Math.floor((100 * sent) / size);
  return (
    <span
      role="progressbar"
      aria-label={t('upload.progress', { name })}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="mt-1 block h-1 overflow-hidden rounded-full bg-line"
    >
      <span
        style={{ width: `${percent}%` }}
        className="block h-full rounded-full bg-accent transition-[width] duration-(--calm)"
      />
    </span>
  );
}

function Tool({ icon: Icon, label, onClick }: { icon: LucideIcon; label: string; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className="inline-flex size-8 shrink-0 max-md:size-11 items-center justify-center rounded-md text-soft hover:bg-hover hover:text-ink"
    >
      <Icon size={16} aria-hidden="true" />
    </button>
  );
}

function Tools({ upload }: { upload: Upload }) {
  const { t } = useTranslation();
  const client = useTieline();
  const { id, name, state, problem } = upload;
  const remove = () => {
    client.cancelUpload(id);
    // The button that has the focus goes with its row.
    focusComposer();
  };
  return (
    <span className="flex shrink-0">
      {isUnderWay(upload) ? (
        <Tool icon={Pause} label={t('upload.pause', { name })} onClick={() => client.pauseUpload(id)} />
      ) : null}
      {state === 'paused' ? (
        <Tool icon={Play} label={t('upload.resume', { name })} onClick={() => client.resumeUpload(id)} />
      ) : null}
      {isOver(upload) && problem?.code !== 'file-too-large' ? (
        <Tool icon={RotateCcw} label={t('upload.retry', { name })} onClick={() => client.retryUpload(id)} />
      ) : null}
      <Tool icon={X} label={t('upload.remove', { name })} onClick={remove} />
    </span>
  );
}

/** One file of the tray: what it is, how far it is, and what can be done with it. */
export function UploadRow({ upload }: { upload: Upload }) {
  const text = useUploadText(upload);
  return (
    <li className="flex items-center gap-2.5 py-1">
      <UploadPicture upload={upload} />
      <span className="min-w-0 flex-1">
        <span className="flex flex-col md:flex-row md:items-baseline md:gap-2">
          <FileName name={upload.name} className="text-sm font-medium" />
          {isOver(upload) ? null : <span className="shrink-0 text-xs text-soft tabular">{text}</span>}
        </span>
        {isOver(upload) ? (
          <span ref={bringIntoView} role="alert" className="block text-xs text-danger">
            {text}
          </span>
        ) : null}
        {isOver(upload) || upload.state === 'ready' ? null : <Progress upload={upload} />}
      </span>
      <Tools upload={upload} />
    </li>
  );
}
