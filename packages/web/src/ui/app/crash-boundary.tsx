import i18next from 'i18next';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from '../elements/button.tsx';
import { EmptyState, ErrorState } from '../elements/states.tsx';

interface BoundaryProps {
  /** What stands in the place of what failed. `retry` shows that anew. */
  readonly instead: (retry: () => void) => ReactNode;
  /** What is shown: where it changes, it is tried again. */
  readonly of?: unknown;
  readonly children: ReactNode;
}

interface State {
  readonly crashed: boolean;
  readonly of: unknown;
}

/** Keeps a fault of a view to its place. */
export class Boundary extends Component<BoundaryProps, State> {
  override state: State = { crashed: false, of: this.props.of };

  static getDerivedStateFromError(): Partial<State> {
    return { crashed: true };
  }

  static getDerivedStateFromProps({ of }: BoundaryProps, state: State): State | null {
    return of === state.of ? null : { crashed: false, of };
  }

  override componentDidCatch(fault: Error, info: ErrorInfo): void {
    console.error(fault, info.componentStack);
  }

  override render(): ReactNode {
    if (!this.state.crashed) return this.props.children;
    return this.props.instead(() => this.setState({ crashed: false }));
  }
}

function PageCrash() {
  return (
    <main role="alert" className="flex h-full">
      <EmptyState title={i18next.t('common.crash')} hint={i18next.t('common.crashHint')}>
        <Button look="primary" onClick={() => location.reload()}>
          {i18next.t('common.reload')}
        </Button>
      </EmptyState>
    </main>
  );
}

/** Never a blank page: a fault that nothing else has kept is shown with the way to continue. */
export function CrashBoundary({ children }: { readonly children: ReactNode }) {
  return <Boundary instead={() => <PageCrash />}>{children}</Boundary>;
}

interface PlaceProps {
  readonly of?: unknown;
  readonly children: ReactNode;
}

/** Around a part of the page: the parts beside it go on. */
export function PaneBoundary({ of, children }: PlaceProps) {
  const instead = (retry: () => void) => <ErrorState title={i18next.t('common.paneCrash')} onRetry={retry} />;
  return (
    <Boundary of={of} instead={instead}>
      {children}
    </Boundary>
  );
}

interface RowProps extends PlaceProps {
  readonly row: 'message' | 'chat' | 'person' | 'file' | 'device';
  /** The element that the list expects. */
  readonly frame?: 'div' | 'li';
}

/** Around each row of a list: the others stay readable. */
export function RowBoundary({ row, frame: Frame = 'div', of, children }: RowProps) {
  const instead = (retry: () => void) => (
    <Frame className="mx-auto flex max-w-4xl flex-wrap items-center gap-x-3 px-4 py-1.5 text-xs text-soft">
      <span>{i18next.t(`rowCrash.${row}`)}</span>
      <button type="button" onClick={retry} className="rounded font-medium text-accent hover:underline">
        {i18next.t('common.retry')}
      </button>
    </Frame>
  );
  return (
    <Boundary of={of} instead={instead}>
      {children}
    </Boundary>
  );
}
