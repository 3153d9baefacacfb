import type { SeatKind } from '@tieline/protocol';
import { allow, type Decision, refuse } from '../decision.ts';
import type { RoomFacts } from '../facts.ts';

export type RoomAct =
  'find' | 'join' | 'read' | 'rename' | 'set-topic' | 'invite' | 'remove' | 'archive' | 'hand-on' | 'leave';

export interface RoomActor {
  readonly kind: SeatKind;
  readonly role: 'owner' | 'member' | 'none';
  readonly invited: boolean;
  /** Owners of the room besides this actor. */
  readonly otherOwners: number;
}

type RoomRow = (room: { visibility: 'public' | 'private' }, actor: RoomActor) => Decision;

const ownersOnly: RoomRow = (_, actor) =>
  actor.role === 'owner' ? allow('ROOM-2') : refuse('ROOM-2', 'owner-only');
const visible: RoomRow = (room, actor) =>
  room.visibility === 'public' || actor.role !== 'none' || actor.invited
    ? allow('ROOM-1')
    : refuse('ROOM-1', 'not-invited');
const membersOnly: RoomRow = (_, actor) =>
  actor.role === 'none' ? refuse('ROOM-3', 'not-a-member') : allow('ROOM-3');

const roomTable: Record<RoomAct, RoomRow> = {
  find: visible,
  join: visible,
  read: membersOnly,
  rename: ownersOnly,
  'set-topic': ownersOnly,
  invite: ownersOnly,
  remove: ownersOnly,
  archive: ownersOnly,
  'hand-on': ownersOnly,
  leave: (room, actor) =>
    actor.role === 'owner' && actor.otherOwners === 0
      ? refuse('ROOM-2', 'last-owner')
      : membersOnly(room, actor),
};

/** ROOM: may this actor do this with the room? Who may not see it gets the answer of a room that does not exist. */
export function decideRoomAct(
  act: RoomAct,
  room: { visibility: 'public' | 'private' },
  actor: RoomActor,
): Decision {
  if (actor.kind !== 'office') return refuse('ROOM-1', 'no-rooms-for-agents');
  const sight = visible(room, actor);
  return sight.allowed ? roomTable[act](room, actor) : sight;
}

/** ROOM-3: may a seat that START-10 lets in write here now? */
export function decideRoomWrite(room: RoomFacts): Decision {
  if (!room.member) return refuse('ROOM-3', 'not-a-member');
  return room.archived ? refuse('ROOM-2', 'room-archived') : allow('ROOM-3');
}
