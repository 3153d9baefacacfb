import type { Options, ScenarioName } from './options.ts';
import { scenarioNames } from './options.ts';
import type { AlonePlan } from './scenarios/alone.ts';
import type { ConnectionsPlan } from './scenarios/connections.ts';
import type { HistoryPlan } from './scenarios/history.ts';
import type { ListPlan } from './scenarios/list.ts';
import type { MessagesPlan } from './scenarios/messages.ts';
import type { ShiftPlan } from './scenarios/shift.ts';
import type { SmallServerPlan } from './scenarios/small-server.ts';

/** How much of everything. */
export interface Plan {
  readonly scenarios: readonly ScenarioName[];
  readonly messages: MessagesPlan;
  readonly alone: AlonePlan;
  readonly connections: ConnectionsPlan;
  readonly smallServer: SmallServerPlan;
  readonly logIns: ShiftPlan;
  readonly presence: ShiftPlan;
  readonly history: HistoryPlan;
  readonly list: ListPlan;
  readonly starts: number;
}

const shift = { agents: 1000, colleagues: 30, rounds: 3, roundMs: 5000 };

const confinement = { descriptors: 1024, memoryMb: 512 };

const full: Plan = {
  // A small server takes a control group, which not everybody may make.
  scenarios: scenarioNames.filter((name) => name !== 'small-server'),
  messages: { pairs: 100, inFlights: [1, 4, 16], rounds: 3, roundMs: 5000, warmUpMs: 3000 },
  alone: { messages: 500, pauseMs: 20 },
  connections: { connections: 10_000, quietMs: 10_000 },
  smallServer: { confinement, clients: 1000, pairs: 400, roundMs: 20_000, warmUpMs: 3000 },
  logIns: shift,
  presence: shift,
  history: { long: 1_000_000, short: 1000, requests: 200 },
  list: { conversations: 5000, requests: 200 },
  starts: 5,
};

const quickShift = { agents: 80, colleagues: 30, rounds: 1, roundMs: 2000 };

const quick: Plan = {
  scenarios: ['messages', 'alone', 'connections', 'history'],
  messages: { pairs: 100, inFlights: [4], rounds: 1, roundMs: 1500, warmUpMs: 500 },
  alone: { messages: 40, pauseMs: 20 },
  connections: { connections: 200, quietMs: 500 },
  smallServer: { confinement, clients: 1000, pairs: 400, roundMs: 2000, warmUpMs: 500 },
  logIns: quickShift,
  presence: quickShift,
  history: { long: 20_000, short: 1000, requests: 30 },
  list: { conversations: 500, requests: 30 },
  starts: 1,
};

export function planOf(options: Options): Plan {
  const plan = options.quick ? quick : full;
  return {
    ...plan,
    scenarios: options.only ?? plan.scenarios,
    messages: { ...plan.messages, rounds: options.rounds ?? plan.messages.rounds },
  };
}
