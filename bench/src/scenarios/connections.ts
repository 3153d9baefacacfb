import { setTimeout as sleep } from 'node:timers/promises';
import type { Member } from '../crowd/member.ts';
import type { CrowdOffer } from '../main-crowd.ts';
import { readResidentKb } from '../measure/usage.ts';
import { type Program, startProgram } from '../programs/program.ts';
import { officeEmail } from '../tieline/company.ts';
import type { Postgres } from '../tieline/database.ts';
import { type Office, openOffice } from '../tieline/office.ts';

export interface ConnectionsPlan {
  readonly connections: number;
  /** Before memory is read, so that what was needed for the moment only is gone. */
  readonly quietMs: number;
}

export interface ConnectionsFigures {
  readonly connections: number;
  /** Resident memory of the server, in kilobytes. */
  readonly beforeKb: number;
  readonly idleKb: number;
  readonly returnedKb: number;
  readonly kbPerConnection: number;
  readonly connectedPerSecond: number;
  /** From the moment when all were cut until the last one was welcomed again. */
  readonly backAfterMs: number;
  /** Half of them were back after so long. */
  readonly backP50Ms: number;
  readonly repeatedAttempts: number;
}

/** A client process holds so many; more would make it the slowest part. */
const perProgram = 5000;
const atOnce = 25;

/** Every connection is a session of its own person. */
export async function measureConnections(
  postgres: Postgres,
  { connections, quietMs }: ConnectionsPlan,
): Promise<ConnectionsFigures> {
  const office = await openOffice(postgres, { office: connections, agents: 0, agentsPerGroup: 1 });
  const crowds: Program<CrowdOffer>[] = [];
  try {
    await sleep(quietMs);
    const beforeKb = readResidentKb(office.server.pid);
    const began = performance.now();
    for (let from = 0; from < connections; from += perProgram) crowds.push(await startProgram('crowd'));
    await Promise.all(
      crowds.map((crowd, index) =>
        crowd.call('connect', { members: membersOf(office, index, connections), atOnce }),
      ),
    );
    const connectMs = performance.now() - began;
    await sleep(quietMs);
    const idleKb = readResidentKb(office.server.pid);
    await requireAll(crowds, connections);
    const returns = await Promise.all(crowds.map((crowd) => crowd.call('cutAndReturn')));
    await requireAll(crowds, connections);
    await sleep(quietMs);
    return {
      connections,
      beforeKb,
      idleKb,
      returnedKb: readResidentKb(office.server.pid),
      kbPerConnection: (idleKb - beforeKb) / connections,
      connectedPerSecond: (1000 * connections) / connectMs,
      backAfterMs: Math.max(...returns.map((one) => one.ms)),
      backP50Ms: Math.max(...returns.map((one) => one.away.p50)),
      repeatedAttempts: returns.reduce((sum, one) => sum + one.repeats, 0),
    };
  } finally {
    for (const crowd of crowds) await crowd.close();
    await office.close();
  }
}

function membersOf(office: Office, program: number, connections: number): Member[] {
  const from = program * perProgram;
  const count = Math.min(perProgram, connections - from);
  return Array.from({ length: count }, (_, index) => ({
    url: office.socketUrl('office'),
    token: office.session(officeEmail(from + index)).token,
    localAddress: `127.0.0.${2 + program}`,
  }));
}

async function requireAll(crowds: readonly Program<CrowdOffer>[], connections: number): Promise<void> {
  const counts = await Promise.all(crowds.map((crowd) => crowd.call('connected')));
  const connected = counts.reduce((sum, count) => sum + count, 0);
  if (connected !== connections) throw new Error(`Only ${connected} of ${connections} are connected`);
}
