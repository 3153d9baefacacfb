import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ClientId, ConversationId } from '@tieline/protocol';
import { newUtterance, sayUntilAnswered, viaHttp, viaSocket } from '../clients/say.ts';
import { type Device, newClientId } from '../clients/sign-in.ts';
import { now, sleep } from '../ground/patience.ts';
import type { Attacker } from '../hostile/attacks.ts';
import { markOf } from '../journal.ts';
import { medianOf } from '../median.ts';
import type { NeighbourFigures, Stage } from '../stage.ts';
import { type Inject, noteRecovery } from './fault.ts';
import { uploadFile } from './upload.ts';

/** Beside this program, as all that start with `main`. */
const program = fileURLToPath(new URL('./main-hostile.js', import.meta.url));
const fileBytes = 20 * 1024 * 1024;
/** Milliseconds in which the neighbours write before the attack, to compare with. */
const before = 1500;

const files = new WeakMap<Stage['server'], Promise<Attacker>>();

/**
 * Somebody of one company does what no client of ours does, in a process of their own. Two of another company write to
 * each other meanwhile: none of that is lost, which the oracle sees, nor refused; what it took is reported.
 */
export const beHostile: Inject = async (stage, { kind, way, lasts }) => {
  const attacker = await attackerOf(stage);
  const [cora, cleo] = [stage.raw('calm', 'cora', 'office'), stage.raw('calm', 'cleo', 'office')];
  const chat = await stage.conversation(cora.device, cleo.device.seat);
  stage.trouble.calm += 1;
  await sleep(300);
  const quiet = await write(stage, chat, before);
  const wanted = {
    way,
    ms: lasts,
    attacker: { ...attacker, url: `http://127.0.0.1:${stage.server.port()}` },
  };
  const child = spawn(process.execPath, [program, JSON.stringify(wanted)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (text) => (said += String(text)));
  const ended = once(child, 'close');
  const attacked = await write(stage, chat, lasts);
  await ended;
  stage.trouble.calm -= 1;
  const figures: NeighbourFigures = { way, quiet: medianOf(quiet), attacked: medianOf(attacked), said };
  stage.neighbours.push(figures);
  await noteRecovery(stage, kind);
};

/** What each message took, in milliseconds. */
async function write(stage: Stage, chat: ConversationId, ms: number): Promise<number[]> {
  const cora = stage.raw('calm', 'cora', 'office');
  const took: number[] = [];
  for (const until = now() + ms; now() < until && !stage.isOver(); await sleep(20)) {
    const form = { bytes: 60, rich: false, means: 'socket' } as const;
    const utterance = newUtterance(stage.journal, cora.device, chat, form);
    const began = now();
    const reply = await sayUntilAnswered(utterance, viaSocket(cora), stage.isGivenUp);
    if (reply !== null && 'ok' in reply) took.push(now() - began);
    if (utterance.sent.code === 'too-many-requests')
      stage.journal.find('refused without reason', `a neighbour was refused: ${JSON.stringify(reply)}`);
  }
  return took;
}

/** Signed in once, with a large file to ask for. */
function attackerOf(stage: Stage): Promise<Attacker> {
  const made = files.get(stage.server) ?? makeAttacker(stage);
  files.set(stage.server, made);
  return made;
}

async function makeAttacker(stage: Stage): Promise<Attacker> {
  const eve: Device = await stage.signIn('east', 'eve', 'office');
  const conversation = await stage.conversation(eve, stage.access.seatOf('east', 'mal', 'office'));
  const sent = stage.journal.begin(eve.seat, conversation, 'http', newClientId() as ClientId);
  const name = `${markOf(sent.number)}.bin`;
  const file = await uploadFile(stage, eve, conversation, name, Buffer.alloc(fileBytes, 1));
  const utterance = { sent, body: { kind: 'file', file } } as const;
  const reply = await sayUntilAnswered(utterance, viaHttp(stage.journal, eve), stage.isGivenUp);
  if (reply === null || !('ok' in reply)) throw new Error(`The file was not sent: ${JSON.stringify(reply)}`);
  const { token, surface } = eve;
  return {
    url: '',
    token,
    surface,
    conversation,
    file: `/files/office/${conversation}/${file}`,
    company: 'east',
  };
}
