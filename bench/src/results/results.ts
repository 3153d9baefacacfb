import type { AloneFigures } from '../scenarios/alone.ts';
import type { ConnectionsFigures } from '../scenarios/connections.ts';
import type { HistoryFigures } from '../scenarios/history.ts';
import type { ListFigures } from '../scenarios/list.ts';
import type { MessageFigures } from '../scenarios/measure-messages.ts';
import type { LogInFigures, PresenceFigures } from '../scenarios/shift.ts';
import type { SmallServerFigures } from '../scenarios/small-server.ts';
import type { StartFigures } from '../scenarios/start.ts';
import type { SystemName } from '../systems/system.ts';
import type { Machine } from './machine.ts';

/** All that one run has measured; null: it was not asked for. */
export interface Results {
  readonly date: string;
  readonly command: string;
  /** Made shorter and smaller, for a look only. */
  readonly quick: boolean;
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly messages: readonly MessageFigures[];
  readonly alone: AloneFigures | null;
  readonly connections: ConnectionsFigures | null;
  readonly smallServer: SmallServerFigures | null;
  readonly logIns: LogInFigures | null;
  readonly presence: PresenceFigures | null;
  readonly history: readonly HistoryFigures[] | null;
  readonly list: ListFigures | null;
  readonly start: StartFigures | null;
}

export function findMessages(
  results: Pick<Results, 'messages'>,
  system: SystemName,
  inFlight: number,
): MessageFigures | undefined {
  return results.messages.find((figures) => figures.system === system && figures.inFlight === inFlight);
}
