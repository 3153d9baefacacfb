import { type ConversationView, limits } from '@tieline/protocol';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTieline } from '../ui/client-context.tsx';
import { faultText } from '../ui/sentences.ts';
import { say } from '../ui/toasts.tsx';
import { type ComposerImages, createComposerImages } from './composer-images.ts';

/** The images of the editor of a conversation; what becomes of them is said at the edge of the page. */
export function useComposerImages({ id, abilities }: ConversationView): ComposerImages {
  const { t } = useTranslation();
  const client = useTieline();
  const [images] = useState(() =>
    createComposerImages({
      conversation: id,
      mayHave: abilities.rich.allowed,
      upload: (source, steps) => client.upload(id, source, { use: 'image', ...steps }),
      onRefused: (name, fault) => say(t('composer.imageRefused', { name, reason: faultText(fault) })),
      onOther: () => say(t('composer.onlyImages')),
      onMany: () => say(t('composer.manyImages', { count: limits.images })),
    }),
  );
  return images;
}
