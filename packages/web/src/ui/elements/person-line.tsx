import type { PresenceWord, SeatId, SeatKind } from '@tieline/protocol';
import type { ReactNode } from 'react';
import { Avatar, type AvatarSize } from './avatar.tsx';
import { join } from './join.ts';

interface PersonLineProps {
  readonly person: { readonly name: string; readonly kind: SeatKind; readonly seat: SeatId };
  readonly size: AvatarSize;
  /** Left out where none is shown. */
  readonly presence?: PresenceWord | undefined;
  /** Of the element around all words, for a description. */
  readonly id?: string;
  readonly nameClass: string;
  /** Whether what stands behind the name may go to a line of its own. */
  readonly wraps?: boolean;
  /** Behind the name: badges, a time. */
  readonly marks: ReactNode;
  /** Below the name. */
  readonly children: ReactNode;
}

/** What a row of a list shows of a person: avatar, name, and two places for what differs. */
export function PersonLine({
  person: { name, kind, seat },
  size,
  presence,
  id,
  nameClass,
  wraps = false,
  marks,
  children,
}: PersonLineProps) {
  return (
    <>
      <Avatar name={name} kind={kind} seed={seat} size={size} {...(presence ? { presence } : {})} />
      <span id={id} className="min-w-0 flex-1">
        <span className={join('flex items-center gap-x-1.5', wraps && 'flex-wrap')}>
          <span translate="no" dir="auto" className={join('truncate text-match-parent', nameClass)}>
            {name}
          </span>
          {marks}
        </span>
        {children}
      </span>
    </>
  );
}
