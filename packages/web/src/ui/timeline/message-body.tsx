import type { MessageBody, MessageView } from '@tieline/protocol';
import { createContext, use } from 'react';
import type { ComponentType } from 'react';

/** How a side shows what a message says: the office as plain text, the console as formatted text. */
export const BodyContext = createContext<ComponentType<{ body: MessageBody }> | null>(null);

export function Body({ body }: { body: MessageBody }) {
  const SideBody = use(BodyContext);
  if (!SideBody) throw new Error('No side says how a message is shown.');
  return <SideBody body={body} />;
}

export function bodyOf(message: MessageView): MessageBody {
  switch (message.surface) {
    case 'office':
      return { kind: 'plain', text: message.text };
    case 'console':
      return { kind: 'rich', html: message.html };
  }
}
