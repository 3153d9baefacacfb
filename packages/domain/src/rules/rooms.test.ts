import { describe, expect, it } from 'vitest';
import { roomOf } from '../facts.fixture.ts';
import { decideRoomAct, decideRoomWrite, type RoomAct, type RoomActor } from './rooms.ts';

const pub = { visibility: 'public' } as const;
const priv = { visibility: 'private' } as const;

const actor = (change: Partial<RoomActor> = {}): RoomActor => ({
  kind: 'office',
  role: 'none',
  invited: false,
  otherOwners: 1,
  ...change,
});
const owner = actor({ role: 'owner', invited: true });
const member = actor({ role: 'member', invited: true });
const invited = actor({ invited: true });

const acts: readonly RoomAct[] = [
  ...(['find', 'join', 'read', 'rename', 'set-topic', 'invite'] as const),
  ...(['remove', 'archive', 'hand-on', 'leave'] as const),
];
const ownersActs: readonly RoomAct[] = ['rename', 'set-topic', 'invite', 'remove', 'archive', 'hand-on'];

const yes = (rule: string) => ({ allowed: true, rule });
const no = (rule: string, code: string) => ({ allowed: false, rule, code });

describe('rooms', () => {
  it('[ROOM-1] a public room is found and joined by any office seat', () => {
    expect(decideRoomAct('find', pub, actor())).toEqual(yes('ROOM-1'));
    expect(decideRoomAct('join', pub, actor())).toEqual(yes('ROOM-1'));
  });

  it('[ROOM-1] a private room is found and joined by whom it invited', () => {
    expect(decideRoomAct('find', priv, invited)).toEqual(yes('ROOM-1'));
    expect(decideRoomAct('join', priv, invited)).toEqual(yes('ROOM-1'));
  });

  it.each(acts)('[ROOM-1] to a stranger a private room is not there, whatever is asked: %s', (act) => {
    expect(decideRoomAct(act, priv, owner).allowed).toBe(true);
    expect(decideRoomAct(act, priv, actor())).toEqual(no('ROOM-1', 'not-invited'));
  });

  it.each(acts)('[ROOM-1] an agent seat is in no room: %s', (act) => {
    expect(decideRoomAct(act, pub, owner).allowed).toBe(true);
    expect(decideRoomAct(act, pub, { ...owner, kind: 'agent' })).toEqual(no('ROOM-1', 'no-rooms-for-agents'));
  });

  it.each(ownersActs)('[ROOM-2] an owner may do what no member may: %s', (act) => {
    expect(decideRoomAct(act, priv, owner)).toEqual(yes('ROOM-2'));
    expect(decideRoomAct(act, priv, member)).toEqual(no('ROOM-2', 'owner-only'));
    expect(decideRoomAct(act, pub, actor())).toEqual(no('ROOM-2', 'owner-only'));
  });

  it('[ROOM-2] the last owner hands on before leaving', () => {
    expect(decideRoomAct('leave', priv, owner)).toEqual(yes('ROOM-3'));
    expect(decideRoomAct('leave', priv, { ...owner, otherOwners: 0 })).toEqual(no('ROOM-2', 'last-owner'));
    expect(decideRoomAct('leave', priv, { ...member, otherOwners: 0 })).toEqual(yes('ROOM-3'));
  });

  it('[ROOM-2] nothing is written in an archived room', () => {
    const room = roomOf({ invited: true, member: true });
    expect(decideRoomWrite(room)).toEqual(yes('ROOM-3'));
    expect(decideRoomWrite({ ...room, archived: true })).toEqual(no('ROOM-2', 'room-archived'));
  });

  it('[ROOM-3] who left a public room reads and writes nothing there', () => {
    expect(decideRoomAct('read', pub, member)).toEqual(yes('ROOM-3'));
    expect(decideRoomAct('read', pub, actor())).toEqual(no('ROOM-3', 'not-a-member'));
    expect(decideRoomWrite(roomOf({ invited: true, member: true }))).toEqual(yes('ROOM-3'));
    expect(decideRoomWrite(roomOf())).toEqual(no('ROOM-3', 'not-a-member'));
  });

  it('[ROOM-3] who was removed from a private room finds no such room', () => {
    expect(decideRoomAct('read', priv, member)).toEqual(yes('ROOM-3'));
    expect(decideRoomAct('read', priv, actor())).toEqual(no('ROOM-1', 'not-invited'));
  });

  it('[ROOM-3] an invitation alone is not yet membership', () => {
    expect(decideRoomAct('read', priv, invited)).toEqual(no('ROOM-3', 'not-a-member'));
    expect(decideRoomAct('leave', priv, invited)).toEqual(no('ROOM-3', 'not-a-member'));
  });
});
