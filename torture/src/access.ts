import type { Mode, SeatId, SeatKind } from '@tieline/protocol';
import { applyCompany, hashPassword, openStore } from '@tieline/server';
import { companies, companyFileOf, type CompanySpec, type Member } from './cast.ts';
import { emailOf, insist, password } from './clients/sign-in.ts';
import type { Database } from './ground/database.ts';

export type CompanyName = keyof typeof companies;

/** The companies in the database, as an administrator beside the server changes them. */
export interface Access {
  /** Makes a member different for a while, null being gone, or as the cast has them where nothing is given. */
  change(company: CompanyName, name: string, member?: Member | null): Promise<void>;
  changeMode(company: CompanyName, mode: Mode): Promise<void>;
  seatOf(company: CompanyName, name: string, kind: SeatKind): SeatId;
  close(): Promise<void>;
}

export async function openAccess(database: Database): Promise<Access> {
  const store = await openStore({
    url: database.url,
    connections: 2,
    statementTimeout: 30_000,
    onError: () => undefined,
  });
  const hash = await hashPassword(password, { memoryCost: 8, timeCost: 1, parallelism: 1 });
  const changes = new Map<CompanyName, Map<string, Member | null>>();
  const modes = new Map<CompanyName, Mode>();
  let turn: Promise<void> = Promise.resolve();

  /** Tried until the database says that it is done. */
  async function apply(company: CompanyName): Promise<void> {
    const spec: CompanySpec = companies[company];
    const file = companyFileOf(spec, hash, changes.get(company) ?? new Map(), modes.get(company));
    const answer = await insist(`apply ${company}`, () => applyCompany(file, { store, dryRun: false }));
    if (answer.is !== 'applied') throw new Error(JSON.stringify(answer));
  }

  for (const company of Object.keys(companies) as CompanyName[]) {
    changes.set(company, new Map());
    await apply(company);
  }
  const seats = await loadSeats(database);
  // One after the other: each file says all of the company.
  const inTurn = (company: CompanyName, change: () => void): Promise<void> => {
    const done = turn.then(() => {
      change();
      return apply(company);
    });
    turn = done.catch(() => undefined);
    return done;
  };
  return {
    change: (company, name, member) =>
      inTurn(company, () => {
        if (member === undefined) changes.get(company)?.delete(name);
        else changes.get(company)?.set(name, member);
      }),
    changeMode: (company, mode) => inTurn(company, () => void modes.set(company, mode)),
    seatOf: (company, name, kind) => {
      const seat = seats.get(`${emailOf({ company, name })} ${kind}`);
      if (seat === undefined) throw new Error(`${name} has no ${kind} seat in ${company}`);
      return seat;
    },
    close: () => store.close(),
  };
}

async function loadSeats(database: Database): Promise<Map<string, SeatId>> {
  const rows = await database.query<{ id: SeatId; kind: SeatKind; email: string }>(
    `select s.id, s.kind, p.email from seats s
     join people p on p.tenant_id = s.tenant_id and p.id = s.person_id`,
  );
  return new Map(rows.map(({ id, kind, email }) => [`${email} ${kind}`, id]));
}
