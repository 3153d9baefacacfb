import { Dialog as Base } from '@base-ui/react/dialog';
import { isBlank } from '@tieline/text';
import type { KeyboardEvent } from 'react';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../elements/avatar.tsx';
import { SideBadge } from '../elements/badge.tsx';
import { Boundary } from '../app/crash-boundary.tsx';
import { join } from '../elements/join.ts';
import { keyOf } from '../keyboard/keys.ts';
import { useStartChat } from '../roster/use-start-chat.ts';
import { type Target, useTargets } from './use-targets.ts';
import { useBackToClose, useGo } from '../app/use-overlay.ts';

interface OptionProps {
  readonly id: string;
  readonly target: Target;
  readonly isActive: boolean;
  readonly onPick: () => void;
}

function Option({ id, target, isActive, onPick }: OptionProps) {
  const { t } = useTranslation();
  return (
    <li
      id={id}
      role="option"
      aria-selected={isActive}
      onClick={onPick}
      ref={(element) => {
        if (isActive) element?.scrollIntoView({ block: 'nearest' });
      }}
      className={join(
        'flex cursor-pointer items-center gap-2.5 rounded-lg px-2.5 py-1.5',
        isActive ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <Avatar name={target.name} kind={target.kind} seed={target.seat} size="small" />
      <span translate="no" dir="auto" className="truncate text-match-parent font-medium">
        {target.name}
      </span>
      <SideBadge kind={target.kind} usual={null} />
      <span dir="auto" className="ms-auto truncate ps-2 text-xs text-faint">
        {target.isArchived ? t('archive.badge') : target.path ? t('switcher.chats') : target.title}
      </span>
    </li>
  );
}

/** What is typed, what it finds, and which of that Enter picks. */
function useChoice(onClose: () => void) {
  const go = useGo();
  const startChat = useStartChat();
  const [typed, setTyped] = useState('');
  const [index, setIndex] = useState(0);
  const targets = useTargets(typed);
  const count = targets.length;
  const active = Math.min(index, Math.max(0, count - 1));
  const type = (text: string) => {
    setTyped(text);
    setIndex(0);
  };
  const pick = (target: Target | undefined) => {
    if (!target) return;
    if (target.path) go(target.path);
    else startChat(target);
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const key = keyOf(event);
    if (key === 'ArrowDown') setIndex((active + 1) % Math.max(1, count));
    else if (key === 'ArrowUp') setIndex((active + count - 1) % Math.max(1, count));
    else if (key === 'Enter') pick(targets[active]);
    else return;
    event.preventDefault();
  };
  return { typed, targets, active, type, pick, onKeyDown };
}

/** Jump to a chat or to a person by a few letters. */
export function Switcher({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  useBackToClose(onClose);
  const list = useId();
  // Focused by the dialog, which first remembers where the focus was: it goes back there.
  const field = useRef<HTMLInputElement>(null);
  const { typed, targets, active, type, pick, onKeyDown } = useChoice(onClose);
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Base.Popup
          initialFocus={field}
          className="fixed inset-x-3 top-[10dvh] z-50 mx-auto flex max-h-[70dvh] max-w-lg animate-appear flex-col overflow-hidden rounded-2xl border border-line bg-raised shadow-high outline-none"
        >
          <Base.Title className="sr-only">{t('switcher.title')}</Base.Title>
          <input
            ref={field}
            role="combobox"
            aria-label={t('switcher.title')}
            aria-expanded={targets.length > 0}
            aria-controls={list}
            aria-autocomplete="list"
            aria-activedescendant={targets.length > 0 ? `${list}-${active}` : undefined}
            autoComplete="off"
            maxLength={100}
            placeholder={t('switcher.placeholder')}
            value={typed}
            onChange={(event) => type(event.target.value)}
            onKeyDown={onKeyDown}
            className="h-13 w-full border-b border-line bg-transparent px-4.5 text-base outline-none placeholder:text-faint"
          />
          <ul id={list} role="listbox" aria-label={t('switcher.title')} className="overflow-y-auto p-2">
            {targets.map((target, index) => (
              <Boundary key={target.key} of={target} instead={() => null}>
                <Option
                  id={`${list}-${index}`}
                  target={target}
                  isActive={index === active}
                  onPick={() => pick(target)}
                />
              </Boundary>
            ))}
          </ul>
          {targets.length === 0 && !isBlank(typed) ? (
            <p role="status" className="px-4.5 pb-4 text-soft">
              {t('switcher.none', { search: typed.trim() })}
            </p>
          ) : null}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
