import { type Numbering, projectMessage, renumbered, type StoredMessage } from '@tieline/domain';
import type { MessageView, SeatId, SignInSurface } from '@tieline/protocol';

export interface Seen {
  readonly message: StoredMessage;
  readonly surface: SignInSurface;
  /** The same for all who see it on this surface. */
  readonly numbering: Numbering;
}

/** How a message is seen by all who did not write it: encoded once for each surface, however many they are (CONT-8). */
const views = new WeakMap<StoredMessage, Partial<Record<SignInSurface, string>>>();

/** The JSON of a message's view. `reader`: null for all who did not write it. */
export function encodedView({ message, surface, numbering }: Seen, reader: SeatId | null): string {
  const encoded = views.get(message) ?? {};
  views.set(message, encoded);
  const view = (encoded[surface] ??= encode(projectMessage(surface, renumbered(message, numbering), null)));
  return message.sender.seat === reader ? withClientId(view, message.clientId) : view;
}

/** A view without the field does not compile: its author could not be told apart from the others. */
const encode = (view: Pick<MessageView, 'clientId'>): string => JSON.stringify(view);

const noClientId = '"clientId":null';

/** What its author sees differs in this alone. Inside of a text the quotes would be escaped, so it is the field. */
function withClientId(view: string, clientId: string): string {
  const at = view.indexOf(noClientId);
  return `${view.slice(0, at)}"clientId":${JSON.stringify(clientId)}${view.slice(at + noClientId.length)}`;
}
