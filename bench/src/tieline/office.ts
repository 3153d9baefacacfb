import type { Postgres } from './database.ts';
import { applyCompany, officeEmail, type Staff } from './company.ts';
import { type Session, type SignedIn, signEverybodyIn } from './sessions.ts';
import { startTieline, type TielineServer } from './server.ts';

/** A company on a server and a database of its own, everybody signed in. */
export interface Office {
  readonly server: TielineServer;
  readonly databaseUrl: string;
  /** The company's id. */
  readonly tenant: string;
  session(email: string): Session;
  /** Throws unless the answer is 2xx. */
  request<Body>(session: Session, method: 'GET' | 'POST', path: string, body?: object): Promise<Body>;
  socketUrl(surface: 'office' | 'console'): string;
  close(): Promise<void>;
}

export async function openOffice(postgres: Postgres, staff: Staff): Promise<Office> {
  const databaseUrl = await postgres.createDatabase();
  const signedIn = await prepareCompany(databaseUrl, staff);
  const server = await startTieline({ DATABASE_URL: databaseUrl });
  return {
    ...officeOn(server, signedIn),
    databaseUrl,
    close: async () => {
      await server.close();
      await postgres.dropDatabase(databaseUrl);
    },
  };
}

/** The company in an empty database, and everybody signed in. */
export async function prepareCompany(databaseUrl: string, staff: Staff): Promise<SignedIn> {
  await applyCompany(databaseUrl, staff);
  return signEverybodyIn(databaseUrl);
}

/** What there is of an office without its database. */
export type OpenServer = Omit<Office, 'databaseUrl' | 'close'>;

export function officeOn(server: TielineServer, { tenant, sessions }: SignedIn): OpenServer {
  return {
    server,
    tenant,
    session: (email) => {
      const session = sessions.get(email);
      if (session === undefined) throw new Error(`${email} is not in the company`);
      return session;
    },
    request: (session, method, path, body) => request(server.url, session, method, path, body),
    socketUrl: (surface) => `${server.url.replace('http', 'ws')}/api/v1/socket?surface=${surface}`,
  };
}

export async function request<Body>(
  url: string,
  session: Session,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<Body> {
  const side = session.email.startsWith('agent') ? 'console' : 'office';
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${session.token}`,
      'x-tieline-surface': side,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Body;
}

/** Opens a conversation of two colleagues. Returns its id. */
export async function openConversation(office: OpenServer, one: number, other: number): Promise<string> {
  const [from, to] = [office.session(officeEmail(one)), office.session(officeEmail(other))];
  const opened = await office.request<{ conversation: { id: string } }>(from, 'POST', '/conversations', {
    seat: to.seat,
  });
  return opened.conversation.id;
}
