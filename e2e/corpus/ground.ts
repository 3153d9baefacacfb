import {
  type CompanySpec,
  startTestServer,
  testPassword,
  type Company,
  type TestServer,
} from '@tieline/testkit';
import type { SignInSurface } from '@tieline/protocol';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../browser.ts';
import { webFolder } from '../stage.ts';
import { openWatch, type Watch } from './watch.ts';

/** A server that takes as much as it is given, and a browser that is watched. */
export interface Ground {
  readonly url: string;
  readonly watch: Watch;
  company<Name extends string>(spec: CompanySpec<Name>): Promise<Company<Name>>;
  /** A page with this member logged in: of a profile of its own, or of the profile that `page` belongs to. */
  enter(slug: string, name: string, side: SignInSurface, page?: Page): Promise<Page>;
}

export interface GroundKeeper {
  /** The ground for one place, with a watch of its own. */
  ground(): Ground;
  close(): Promise<void>;
}

export async function openGround(databaseUrl: string): Promise<GroundKeeper> {
  const [browser, server] = await Promise.all([
    launchBrowser(),
    startTestServer({ databaseUrl, webFolder, limits: { sessionRate: 0, companyRate: 0 } }),
  ]);
  return {
    ground: () => groundOn(server, browser),
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

function groundOn(server: TestServer, browser: Browser): Ground {
  const { url } = server;
  const watch = openWatch(browser, url);
  return {
    url,
    watch,
    company: (spec) => server.company(spec),
    enter: async (slug, name, side, page) => {
      const entered = page ?? (await watch.open());
      const answer = await entered.context().request.post(`${url}/api/v1/log-in`, {
        headers: { origin: url, 'x-tieline-surface': side },
        data: { company: slug, email: `${name}@${slug}.example`, password: testPassword, side },
      });
      if (!answer.ok()) throw new Error(`${name} was not logged in: ${await answer.text()}`);
      await watch.visit(entered, `${url}/${side}/`);
      await entered.getByRole('main').waitFor();
      return entered;
    },
  };
}
