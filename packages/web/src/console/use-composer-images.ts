import { type ConversationView, limits } from '@tieline/protocol';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTieline } from '../ui/app/client-context.tsx';
import { faultText } from '../ui/texts/sentences.ts';
import { showToast } from '../ui/elements/toasts.tsx';
import { type ComposerImages, createComposerImages } from './composer-images.ts';

/** The images of the editor of a conversation; what becomes of them is said at the edge of the page. */
export function useComposerImages(conversation: ConversationView): ComposerImages {
  const { id, abilities } = conversation;
  const { t } = useTranslation();
  const client = useTieline();
  // Asked when it happens: what is no image is a file of its own, where the console may send files (OPT-4).
  const onOther = (files: readonly File[]) => {
    const isAllowed = client.getState().conversations.get(id)?.abilities.files.allowed === true;
    if (isAllowed) client.attach(id, files);
    else showToast(t('composer.onlyImages'));
  };
  const [images] = useState(() =>
    createComposerImages({
      conversation: id,
      mayHave: abilities.rich.allowed,
      upload: (source, steps) => client.upload(id, source, { use: 'image', ...steps }),
      onRefused: (name, fault) => showToast(t('composer.imageRefused', { name, reason: faultText(fault) })),
      onOther,
      onMany: () => showToast(t('composer.manyImages', { count: limits.images })),
    }),
  );
  return images;
}
