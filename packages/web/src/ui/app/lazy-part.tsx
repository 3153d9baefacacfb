import type { ComponentType } from 'react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClientState } from './client-context.tsx';
import { Boundary, PaneBoundary } from './crash-boundary.tsx';
import { type PartSource, partSource } from './part-source.ts';
import { ErrorState } from '../elements/states.tsx';
import { showToast } from '../elements/toasts.tsx';

const isOnline = ({ connection }: { connection: { state: string } }) => connection.state === 'online';

/** The part as soon as it is there; where the line was lost it is asked for again when the line is back. */
function usePart<Props>(source: PartSource<Props>) {
  const online = useClientState(isOnline);
  const [part, setPart] = useState(source.current);
  const [isFailed, setFailed] = useState(false);
  const load = useCallback(() => {
    source.fetch().then(
      (loaded) => setPart(() => loaded),
      () => setFailed(true),
    );
  }, [source]);
  useEffect(load, [load, online]);
  const retry = () => {
    setFailed(false);
    load();
  };
  return { Part: part, isFailed, retry };
}

/** A part in the page. `Waiting` stands where it will stand; the rest of the page goes on without it. */
export function lazyPart<Props extends object>(
  fetch: () => Promise<ComponentType<Props>>,
  Waiting: ComponentType,
): ComponentType<Props> {
  const source = partSource(fetch);
  return function LazyPart(props: Props) {
    const { t } = useTranslation();
    const { Part, isFailed, retry } = usePart(source);
    if (Part) {
      return (
        <PaneBoundary of={props}>
          <Part {...props} />
        </PaneBoundary>
      );
    }
    return isFailed ? <ErrorState title={t('common.partFailed')} onRetry={retry} /> : <Waiting />;
  };
}

function CrashedOverlay({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  useEffect(() => {
    showToast(t('common.paneCrash'));
    onClose();
  }, [onClose, t]);
  return null;
}

/** A part above the page. Where it fails, or cannot be loaded it says so and closes: what opened it can be clicked again. */
export function lazyOverlay<Props extends { readonly onClose: () => void }>(
  fetch: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const source = partSource(fetch);
  return function LazyOverlay(props: Props) {
    const { t } = useTranslation();
    const { Part, isFailed } = usePart(source);
    const { onClose } = props;
    useEffect(() => {
      if (!isFailed) return;
      showToast(t('common.partFailed'));
      onClose();
    }, [isFailed, onClose, t]);
    return Part ? (
      <Boundary instead={() => <CrashedOverlay onClose={onClose} />}>
        <Part {...props} />
      </Boundary>
    ) : null;
  };
}
