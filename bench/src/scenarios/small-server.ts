import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEmbeddedDatabase } from '@tieline/embedded-postgres';
import type { Member } from '../crowd/member.ts';
import type { CrowdOffer } from '../main-crowd.ts';
import { type Program, startProgram } from '../programs/program.ts';
import { openPairs } from '../systems/tieline.ts';
import { officeEmail } from '../tieline/company.ts';
import { confine, type Confinement } from '../tieline/confinement.ts';
import { officeOn, type OpenServer, prepareCompany } from '../tieline/office.ts';
import { startTieline } from '../tieline/server.ts';
import type { SignedIn } from '../tieline/sessions.ts';
import { measureMessages, type LoadShape, type MessageFigures } from './measure-messages.ts';

export interface SmallServerPlan extends Omit<LoadShape, 'inFlight'> {
  readonly confinement: Confinement;
  readonly clients: number;
  /** Of the clients, two by two, those that write; the others are only there. */
  readonly pairs: number;
}

/** A server with its own database that may take little, and more clients than it has descriptors for. */
export interface SmallServerFigures {
  readonly confinement: Confinement;
  readonly clients: number;
  /** Let in beside those that write, of `clients`; and of the others when the writing ones had left. */
  readonly letIn: number;
  readonly letInLater: number;
  readonly messages: MessageFigures;
  /** Megabytes. */
  readonly peakMb: number;
  /** How often the kernel had to take pages back. */
  readonly pressed: number;
}

const atOnce = 25;
/** Until the server has noticed that clients have left. */
const leavingMs = 3000;

/** @throws where a message is lost, one of the pairs is not let in, or the server ends. */
export async function measureSmallServer(plan: SmallServerPlan): Promise<SmallServerFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'tieline-bench-small-'));
  // As root, PostgreSQL runs under another account, which has to get in.
  await chmod(folder, 0o711);
  const confined = confine(plan.confinement);
  try {
    const signedIn = await prepare(folder, plan.clients);
    const server = await startTieline({ TIELINE_DATA: folder }, confined);
    try {
      const office = officeOn(server, signedIn);
      const figures = await measure(office, plan);
      return {
        confinement: plan.confinement,
        clients: plan.clients,
        ...figures,
        peakMb: confined.peakMb(),
        pressed: confined.pressed(),
      };
    } finally {
      await server.close();
    }
  } finally {
    await confined.release();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Without limits, as only the server is measured. */
async function prepare(folder: string, clients: number): Promise<SignedIn> {
  const database = await openEmbeddedDatabase({ folder, log: () => undefined });
  try {
    return await prepareCompany(database.url, { office: clients, agents: 0, agentsPerGroup: 1 });
  } finally {
    await database.close();
  }
}

async function measure(
  office: OpenServer,
  plan: SmallServerPlan,
): Promise<Pick<SmallServerFigures, 'letIn' | 'letInLater' | 'messages'>> {
  const job = await openPairs(office, plan.pairs);
  const crowd: Program<CrowdOffer> = await startProgram('crowd');
  try {
    const beside = membersOf(office, 2 * plan.pairs, plan.clients);
    let letIn = 0;
    const messages = await measureMessages(
      {
        name: 'tieline',
        job,
        processes: { server: office.server.pid },
        stored: () => Promise.resolve(null),
        close: () => Promise.resolve(),
      },
      { ...plan, inFlight: 1 },
      async () => {
        letIn = await crowd.call('tryToConnect', { members: beside, atOnce });
      },
    );
    await sleep(leavingMs);
    const isThere = await crowd.call('connected');
    if (isThere !== letIn) throw new Error(`${letIn - isThere} of ${letIn} were closed while others wrote`);
    const others = beside.slice(letIn);
    const letInLater = await crowd.call('tryToConnect', { members: others, atOnce });
    return { letIn, letInLater, messages };
  } finally {
    await crowd.close();
  }
}

function membersOf(office: OpenServer, from: number, to: number): Member[] {
  return Array.from({ length: to - from }, (_, index) => ({
    url: office.socketUrl('office'),
    token: office.session(officeEmail(from + index)).token,
    localAddress: '127.0.0.2',
  }));
}
