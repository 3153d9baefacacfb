import { type Spread, spreadOf } from '../measure/percentiles.ts';
import { type Cost, explainRequest } from '../overheard/explain.ts';
import { overhear } from '../overheard/overhear.ts';
import { type Office, request } from '../tieline/office.ts';
import { startTieline } from '../tieline/server.ts';
import type { Session } from '../tieline/sessions.ts';

/** A page that is asked for, and what has to come back. */
export interface PageRequest {
  readonly name: string;
  readonly path: string;
  /** @throws where it is not the page that was meant. */
  readonly check: (page: never) => void;
}

export interface PageFigures {
  readonly name: string;
  readonly database: Cost;
  /** From the request to the last byte, in milliseconds. */
  readonly http: Spread;
}

const warmUps = 30;

/** What pages cost, one after the other by one client: over HTTP, and of that in the database. */
export async function measurePages(
  office: Office,
  reader: Session,
  pages: readonly PageRequest[],
  requests: number,
): Promise<PageFigures[]> {
  const costs = await explainPages(office, reader, pages);
  const figures: PageFigures[] = [];
  for (const [index, page] of pages.entries()) {
    const times: number[] = [];
    for (let count = -warmUps; count < requests; count += 1) {
      const began = performance.now();
      const answer = await office.request<never>(reader, 'GET', page.path);
      if (count >= 0) times.push(performance.now() - began);
      page.check(answer);
    }
    const cost = costs[index];
    if (cost) figures.push({ name: page.name, database: cost, http: spreadOf(times) });
  }
  return figures;
}

/** Another server on the same database says with which statements it answers. */
async function explainPages(office: Office, reader: Session, pages: readonly PageRequest[]): Promise<Cost[]> {
  const overheard = await overhear(office.databaseUrl);
  const server = await startTieline({ DATABASE_URL: overheard.url });
  const costs: Cost[] = [];
  try {
    // Its first request binds the connection to the company.
    const ask = (path: string): Promise<object> => request<object>(server.url, reader, 'GET', path);
    await ask('/me');
    const setUp = overheard.take();
    for (const page of pages) {
      await ask(page.path);
      costs.push(await explainRequest(office.databaseUrl, setUp, overheard.take()));
    }
  } finally {
    await server.close();
    await overheard.close();
  }
  return costs;
}
