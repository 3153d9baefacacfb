import Type from 'typebox';
import { nullable } from './words.ts';

/** The place of a message in its conversation. It keeps it for ever. */
export const Seq = Type.Integer({ minimum: 0 });

/** A conversation counts its changes: whoever has two states of one thing keeps the one with the higher number. */
export const Rev = Type.Integer({ minimum: 0 });

/** Names an interaction of a conversation: the later of two has the higher number. */
export const InteractionNumber = Type.Integer({ minimum: 1 });

/** The interaction with which the places and changes that stand beside it begin; null: they begin with the conversation (MSG-9). */
export const NumberedIn = nullable(InteractionNumber);

/** Of a chat that a grace time ended, told to the one who stayed (DEL-3). A server of before leaves it out. */
export const UnheardFrom = nullable(
  Type.Integer({
    minimum: 1,
    description: 'The own messages from this place on reached no device of the other; null: there is none',
  }),
);
