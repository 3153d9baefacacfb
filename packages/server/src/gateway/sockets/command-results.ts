import type { CommandName, CommandResult } from '@tieline/protocol';
import type { Actor } from '../../features/context.ts';
import { encodedSentView, type SentMessage } from '../../views/sent-view.ts';

/** What a use case returns where its client gets a view of it, which is encoded once for all who see it. */
interface Encoded {
  readonly 'send-message': SentMessage;
}

/** What the use case of a command returns. */
export type ResultOf<Name extends CommandName> = Name extends keyof Encoded
  ? Encoded[Name]
  : CommandResult<Name>;

const encoders: { readonly [Name in keyof Encoded]: (result: Encoded[Name], actor: Actor) => string } = {
  'send-message': encodedSentView,
};

/** The JSON of what the client of a command gets. `result`: what its use case returned. */
export function encodeResult(name: string, result: unknown, actor: Actor): string {
  return hasEncoder(name) ? encoders[name](result as Encoded[typeof name], actor) : JSON.stringify(result);
}

function hasEncoder(name: string): name is keyof Encoded {
  return Object.hasOwn(encoders, name);
}
