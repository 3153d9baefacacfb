import { act, cleanup, configure, render, renderHook } from '@testing-library/react';
import type { SignInSurface } from '@tieline/protocol';
import type { TielineClient } from '@tieline/client';
import type { ReactNode } from 'react';
import { MemoryRouter, useLocation } from 'react-router';
import { FakeServer } from '../../client/test/fake-server.ts';
import { closeAll, onlineClient } from '../../client/test/session.ts';
import { ClientContext, SelfContext, useClientState } from '../src/ui/app/client-context.tsx';
import { Toasts } from '../src/ui/elements/toasts.tsx';
import { startTexts } from '../src/ui/texts/texts.ts';

// Only to end what hangs: a busy machine is no failure.
configure({ asyncUtilTimeout: 8_000 });

const servers: FakeServer[] = [];

/** A page of an app with one reader, who is online at a server of their own. */
export class Page {
  readonly server: FakeServer;
  readonly client: TielineClient;
  /** Where the app is, below its own path. */
  path = '';

  constructor(server: FakeServer, client: TielineClient) {
    this.server = server;
    this.client = client;
  }

  /** Calls a hook as a component of the app would. */
  use<Result>(hook: () => Result) {
    return this.useWith(hook, undefined);
  }

  /** The same for a hook that is called with something else later, by `rerender`. */
  useWith<Result, Given>(hook: (given: Given) => Result, initialProps: Given) {
    return renderHook(hook, { initialProps, wrapper: this.#wrapper });
  }

  show(part: ReactNode) {
    return render(part, { wrapper: this.#wrapper });
  }

  readonly #wrapper = ({ children }: { children: ReactNode }) => (
    <MemoryRouter initialEntries={[this.path]}>
      <ClientContext value={this.client}>
        <Reader onPath={(path) => (this.path = path)}>{children}</Reader>
      </ClientContext>
    </MemoryRouter>
  );
}

interface ReaderProps {
  readonly onPath: (path: string) => void;
  readonly children: ReactNode;
}

function Reader({ onPath, children }: ReaderProps) {
  const self = useClientState((state) => state.self);
  onPath(useLocation().pathname);
  return (
    <SelfContext value={self}>
      {children}
      <Toasts />
    </SelfContext>
  );
}

interface PageOptions {
  readonly surface?: SignInSurface;
  readonly path?: string;
  /** Gives the server what the reader finds when they come. */
  readonly prepare?: (server: FakeServer) => void;
}

export async function openPage({ surface = 'office', path = '/', prepare }: PageOptions = {}): Promise<Page> {
  await startTexts();
  const server = await new FakeServer().start();
  servers.push(server);
  prepare?.(server);
  const client = await onlineClient(server, surface);
  return Object.assign(new Page(server, client), { path });
}

/** What is said at the edge of the page. */
export const toasts = (): string[] =>
  [...document.querySelectorAll('.animate-appear p')].map((line) => line.textContent);

/** Call after each test: the next one begins in a fresh browser. */
export async function closePages(): Promise<void> {
  closeAll();
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  for (const button of document.querySelectorAll<HTMLElement>('.animate-appear button'))
    act(() => button.click());
  cleanup();
  localStorage.clear();
  sessionStorage.clear();
  document.body.replaceChildren();
}
