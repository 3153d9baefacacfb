import type { Upload } from '@tieline/client';
import type { ConversationView } from '@tieline/protocol';
import { useClientState, useTieline } from '../app/client-context.tsx';
import { useAttach } from './use-attach.ts';

const none: readonly Upload[] = [];

/** Can be sent with the next message. */
const isSendable = ({ state, wanted }: Upload) => !wanted && state !== 'refused' && state !== 'failed';

/** The files that are attached to a conversation and not sent yet. */
export function useTray(conversation: ConversationView) {
  const client = useTieline();
  const { id, abilities } = conversation;
  const uploads = useClientState((state) => state.uploads.get(id)) ?? none;
  return {
    uploads,
    mayAttach: abilities.files.allowed,
    hasSendable: uploads.some(isSendable),
    attach: useAttach(conversation),
    send: () => client.sendUploads(id),
  };
}
