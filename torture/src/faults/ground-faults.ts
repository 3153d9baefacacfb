import type { Death } from '../ground/database.ts';
import { now, sleep } from '../ground/patience.ts';
import { note } from '../stage.ts';
import { type Inject, noteRecovery } from './fault.ts';

/** Row 1. A crash point is armed by a restart, so that such a fault is two deaths; both are under load. */
export const killServer: Inject = async (stage, { way, kind, number }) => {
  const { server, chance } = stage;
  await server.kill();
  if (way !== 'any-moment') {
    await server.start(`${way}:${chance.fork(`crash ${number}`).between(5, 120)}`);
    const died = await server.endsWithin(8000);
    note(stage, died ? `died at ${way}` : `never came to ${way}`);
    if (!died) await server.kill();
  }
  await server.start();
  await noteRecovery(stage, kind);
};

/** Ends within so long, or something holds it; milliseconds. */
const endsWithin = 5000;

/** As an operator does it for a new version: everybody is told to come back, and nothing is left of the process. */
export const stopServer: Inject = async (stage, { kind, way }) => {
  const { server, journal } = stage;
  const how = await server.stop(way as NodeJS.Signals, endsWithin);
  note(stage, `told to stop: ${how}`);
  if (how === 'silent')
    journal.find(
      'not recovered',
      `the server did not end within ${endsWithin} ms of ${way}, and did not say why`,
    );
  await server.start();
  await noteRecovery(stage, kind);
};

/** Row 3. While it is away clients are turned down, and may try again. */
export const killDatabase: Inject = async (stage, { way, kind, lasts }) => {
  const { database } = stage;
  await database.kill(way as Death);
  await sleep(lasts);
  await database.start();
  await noteRecovery(stage, kind);
};

/** Row 4. The oracle asks of each acknowledgement whether it came out of the ice. */
export const freezeDatabase: Inject = async (stage, { kind, lasts }) => {
  const { database, freezes } = stage;
  await database.freeze();
  const from = now();
  try {
    await sleep(lasts);
  } finally {
    freezes.push({ from, until: now() });
    database.thaw();
  }
  await noteRecovery(stage, kind);
};

/** Row 7. Everybody comes back at once; the client of the product spreads its attempts by itself. */
export const resetAll: Inject = async (stage, { kind }) => {
  stage.proxy.resetAll();
  await noteRecovery(stage, kind);
};
