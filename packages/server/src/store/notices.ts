import pg from 'pg';

const channel = 'tieline_company';

/** Told with the commit that changes a company: the statement for the transaction that does so. */
export const noticeText = `select pg_notify('${channel}', $1)`;

export interface NoticeOptions {
  readonly url: string;
  /** A company was changed, by whichever process; or something may have been missed while the line was lost. */
  readonly onNotice: () => void;
}

const againMs = 1000;

/**
 * Listens on a connection of its own. A notice only makes sooner what the loops find out anyway, so that a lost one
 * costs seconds. Returns the way to stop.
 */
export function listenForNotices({ url, onNotice }: NoticeOptions): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let client: pg.Client | null = null;

  function lost(own: pg.Client): void {
    if (client !== own) return;
    client = null;
    if (!stopped) timer = setTimeout(open, againMs);
  }

  function open(): void {
    const own = new pg.Client({
      connectionString: url,
      keepAlive: true,
      application_name: 'tieline-notices',
    });
    client = own;
    own.on('notification', onNotice);
    own.on('error', () => undefined);
    own.once('end', () => lost(own));
    own
      .connect()
      .then(() => own.query(`listen ${channel}`))
      .then(onNotice, () => {
        own.end().catch(() => undefined);
        lost(own);
      });
  }

  open();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await client?.end().catch(() => undefined);
  };
}
