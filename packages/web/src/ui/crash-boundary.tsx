import i18next from 'i18next';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { EmptyState } from './states.tsx';

interface State {
  readonly crashed: boolean;
}

/** Never a blank page: a fault in a view is shown with the way to continue. */
export class CrashBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { crashed: false };

  static getDerivedStateFromError(): State {
    return { crashed: true };
  }

  override componentDidCatch(fault: Error, info: ErrorInfo): void {
    console.error(fault, info.componentStack);
  }

  override render(): ReactNode {
    if (!this.state.crashed) return this.props.children;
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
}
