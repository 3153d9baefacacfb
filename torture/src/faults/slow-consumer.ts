import { newUtterance, sayUntilAnswered, viaSocket } from '../clients/say.ts';
import { sleep, waitUntil } from '../ground/patience.ts';
import { note } from '../stage.ts';
import type { Inject } from './fault.ts';

const floodWays = { flood: { messages: 560, bytes: 15_000 }, trickle: { messages: 150, bytes: 1500 } };

/**
 * Row 6. sven stops reading while two others flood his conversations. The server closes his line, or keeps what waits
 * for him within bounds; when he reads on, his client has to come to everything by itself, which the oracle compares.
 */
export const stopReading: Inject = async (stage, { number, way }) => {
  const company = number % 2 === 0 ? 'north' : 'south';
  const sven = stage.rich(company, 'sven', 'office');
  const socket = sven.socket();
  const hearing = stage.journal.hearings.findLast(({ session }) => session === sven.device.session);
  socket?.pause();
  const { messages, bytes } = way === 'flood' ? floodWays.flood : floodWays.trickle;
  const before = stage.journal.acknowledged();
  await Promise.all(
    ['rosa', 'remy'].map(async (name) => {
      const raw = stage.raw(company, name, 'office');
      const conversation = await stage.conversation(raw.device, sven.device.seat);
      let left = messages / 2;
      const hand = async (): Promise<void> => {
        while (left-- > 0 && !stage.isOver()) {
          const form = { bytes, rich: false, means: 'socket' } as const;
          const utterance = newUtterance(stage.journal, raw.device, conversation, form);
          await sayUntilAnswered(utterance, viaSocket(raw), stage.isGivenUp);
        }
      };
      await Promise.all(Array.from({ length: 8 }, hand));
    }),
  );
  note(stage, 'acknowledged while one did not read', stage.journal.acknowledged() - before);
  await sleep(500);
  socket?.resume();
  const isBack = (): boolean => sven.client.getState().connection.state === 'online';
  if (socket !== null) await waitUntil(() => socket.readyState !== socket.OPEN, 3000);
  note(stage, `slow consumer, ${way}: ${hearing?.closeCode ?? 'kept'}`);
  if (!(await waitUntil(isBack, 60_000)))
    stage.journal.find('not recovered', `${company} sven did not come back after he had not read`);
};
