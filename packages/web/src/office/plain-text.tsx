import type { MessageBody } from '@tieline/protocol';
import { partsOf } from '@tieline/text';
import { useMemo } from 'react';

/** A message as the office shows it: text, with its links made to be clicked. */
export function PlainText({ body }: { body: MessageBody }) {
  const text = body.kind === 'plain' ? body.text : '';
  const parts = useMemo(() => partsOf(text), [text]);
  return (
    <p
      dir="auto"
      className="clip-marks lines-by-letter text-[0.9375rem] leading-[1.4rem] whitespace-pre-wrap"
    >
      {parts.map((part, index) =>
        part.href === null ? (
          <span key={index}>{part.text}</span>
        ) : (
          <a
            key={index}
            translate="no"
            href={part.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="text-accent underline underline-offset-2 [unicode-bidi:isolate]"
          >
            {part.text}
          </a>
        ),
      )}
    </p>
  );
}
