import type { Agent, ShiftFigures } from '../crowd/shift.ts';
import type { TogglingFigures } from '../crowd/toggling.ts';
import type { CrowdOffer } from '../main-crowd.ts';
import { startProgram } from '../programs/program.ts';
import { agentEmail, password, slug } from '../tieline/company.ts';
import type { Postgres } from '../tieline/database.ts';
import { type Office, openOffice } from '../tieline/office.ts';

export interface ShiftPlan {
  readonly agents: number;
  /** Entries on each roster. */
  readonly colleagues: number;
  readonly rounds: number;
  readonly roundMs: number;
}

/** A change of shifts: everybody comes at once, each with a roster to watch. */
export interface LogInFigures {
  readonly agents: number;
  readonly withPassword: ShiftFigures;
  /** Those who are logged in already, and only connect and watch. */
  readonly connectOnly: ShiftFigures;
}

export interface PresenceFigures {
  readonly agents: number;
  readonly colleagues: number;
  readonly rounds: readonly TogglingFigures[];
}

/** Enough to keep both cores busy; more would only wait in a longer queue. */
const atOnce = 50;
const perGroup = 40;
/** A server that limits log-ins by address, as it should, sees them come from this many. */
const addresses = 250;

type Entrance = (office: Office, index: number) => Agent['entrance'];
const byPassword: Entrance = (_, index) => ({
  company: slug,
  email: agentEmail(index),
  password,
  side: 'console',
  credential: 'token',
});
const byToken: Entrance = (office, index) => office.session(agentEmail(index)).token;

export async function measureLogIns(postgres: Postgres, plan: ShiftPlan): Promise<LogInFigures> {
  return {
    agents: plan.agents,
    withPassword: await withShift(postgres, plan, byPassword, async (figures) => figures),
    connectOnly: await withShift(postgres, plan, byToken, async (figures) => figures),
  };
}

/** Statuses change, and everybody who has the seat on the roster is told. */
export function measurePresence(postgres: Postgres, plan: ShiftPlan): Promise<PresenceFigures> {
  const { agents, colleagues, roundMs } = plan;
  return withShift(postgres, plan, byToken, async (_, toggle) => {
    const rounds: TogglingFigures[] = [];
    for (let round = 0; round < plan.rounds; round += 1) rounds.push(await toggle(roundMs));
    return { agents, colleagues, rounds };
  });
}

/** All agents of a new company at work. */
async function withShift<Result>(
  postgres: Postgres,
  { agents, colleagues }: ShiftPlan,
  entrance: Entrance,
  work: (figures: ShiftFigures, toggle: (ms: number) => Promise<TogglingFigures>) => Promise<Result>,
): Promise<Result> {
  const office = await openOffice(postgres, { office: 0, agents, agentsPerGroup: perGroup });
  const crowd = await startProgram<CrowdOffer>('crowd');
  try {
    const seats = Array.from({ length: agents }, (_, index) => office.session(agentEmail(index)).seat);
    const figures = await crowd.call('beginShift', {
      origin: office.server.url,
      atOnce,
      agents: seats.map((seat, index) => ({
        seat,
        entrance: entrance(office, index),
        localAddress: `127.0.0.${2 + (index % addresses)}`,
        colleagues: colleaguesOf(seats, index, colleagues),
      })),
    });
    return await work(figures, (ms) => crowd.call('toggle', { atOnce, ms }));
  } finally {
    await crowd.close();
    await office.close();
  }
}

/** The next ones of the same group; its first ones follow its last. */
function colleaguesOf(seats: readonly string[], index: number, count: number): string[] {
  const from = Math.floor(index / perGroup) * perGroup;
  const group = seats.slice(from, from + perGroup);
  const own = index - from;
  return [...group.slice(own + 1), ...group.slice(0, own)].slice(0, count);
}
