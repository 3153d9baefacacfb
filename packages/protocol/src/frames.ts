import Type, { type Static } from 'typebox';
import type { CommandInput, CommandName, CommandResult } from './commands.ts';
import { WireError } from './errors.ts';
import type { ServerEvent } from './events.ts';

/** Spoken in the handshake as the WebSocket subprotocol. A breaking change raises the number. */
export const protocolVersion = 1;
export const subprotocol = `tieline.v${protocolVersion}`;

/** Client to server. `id` comes back as `re`. */
export const CommandFrame = Type.Object(
  {
    id: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    do: Type.String({ maxLength: 40 }),
    with: Type.Unknown(),
  },
  { additionalProperties: false },
);
export type CommandFrame<Name extends CommandName = CommandName> = {
  id: number;
  do: Name;
  with: CommandInput<Name>;
};

/** Server to client, one for each command. `re` is null where the frame was too broken to know its id. */
export const ReplyFrame = Type.Union([
  Type.Object({ re: Type.Integer(), ok: Type.Unknown() }),
  Type.Object({
    re: Type.Union([Type.Integer(), Type.Null()]),
    error: WireError,
  }),
]);
export type ReplyFrame<Name extends CommandName = CommandName> =
  { re: number; ok: CommandResult<Name> } | { re: number | null; error: Static<typeof WireError> };

export type ServerFrame = ReplyFrame | ServerEvent;
