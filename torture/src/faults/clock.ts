import { writeClock } from '../ground/clock.ts';
import type { Inject } from './fault.ts';

/** How long something lasts is not the database's clock to say (PRES-8), and the order of messages is no time at all. */
export const turnDatabaseClock: Inject = async ({ database }, { way }) => {
  if (database.clockFile !== null) await writeClock(database.clockFile, way);
};

/** Row 11. The order of messages is the database's, and nothing is refused because of the server's clock. */
export const turnClock: Inject = async ({ clockFile }, { way }) => {
  if (clockFile !== null) await writeClock(clockFile, way);
};
