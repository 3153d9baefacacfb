import type { MessageBody } from '@tieline/protocol';
import { useMemo } from 'react';
import { sanitise } from './sanitise.ts';

/** A message as the console shows it: formatted, sanitised once more before it is shown. */
export function RichText({ body }: { body: MessageBody }) {
  const html = body.kind === 'rich' ? body.html : '';
  const clean = useMemo(() => sanitise(html), [html]);
  if (body.kind === 'plain') return <p className="whitespace-pre-wrap">{body.text}</p>;
  return <div dir="auto" className="rich wrap-anywhere" dangerouslySetInnerHTML={{ __html: clean }} />;
}
