import type { ConversationKind, SeatKind } from '@tieline/protocol';
import { Archive, Building2, CircleAlert, Headset, Pencil, Star } from 'lucide-react';
import { useTranslation } from 'react-i18next';

const shape = 'inline-flex h-[1.125rem] shrink-0 items-center gap-1 rounded px-1.5 text-2xs font-medium';

/** Which side somebody belongs to; nothing where it is the one that goes without saying. */
export function SideBadge({ kind, usual }: { kind: SeatKind; usual: SeatKind | null }) {
  const { t } = useTranslation();
  if (kind === usual) return null;
  return kind === 'agent' ? (
    <span className={`${shape} bg-agent-soft text-agent`}>
      <Headset size={11} aria-hidden="true" />
      <span>{t('kind.agent')}</span>
    </span>
  ) : (
    <span className={`${shape} bg-office-soft text-office`}>
      <Building2 size={11} aria-hidden="true" />
      <span>{t('kind.office')}</span>
    </span>
  );
}

export function SupervisorBadge() {
  const { t } = useTranslation();
  return (
    <span className={`${shape} border border-line text-soft`}>
      <Star size={10} aria-hidden="true" />
      <span>{t('kind.supervisor')}</span>
    </span>
  );
}

export function ArchiveBadge() {
  const { t } = useTranslation();
  return (
    <span className={`${shape} bg-hover text-soft`}>
      <Archive size={11} aria-hidden="true" />
      <span>{t('archive.badge')}</span>
    </span>
  );
}

/** Something is typed and not sent, beside words that are not it. */
export function DraftBadge() {
  const { t } = useTranslation();
  return (
    <span className={`${shape} bg-wait-soft text-wait-ink`}>
      <Pencil size={10} aria-hidden="true" />
      <span>{t('list.draft')}</span>
    </span>
  );
}

/** A message was turned away. */
export function UnsentBadge() {
  const { t } = useTranslation();
  return (
    <span className={`${shape} bg-hover text-danger`}>
      <CircleAlert size={10} aria-hidden="true" />
      <span>{t('list.unsent')}</span>
    </span>
  );
}

const glyphs: Partial<Record<ConversationKind, readonly [SeatKind, SeatKind]>> = {
  direct: ['office', 'office'],
  expert: ['office', 'agent'],
  agent: ['agent', 'agent'],
};

function KindShape({ kind, x }: { kind: SeatKind; x: number }) {
  const color = kind === 'agent' ? 'text-agent' : 'text-office';
  return kind === 'agent' ? (
    <rect x={x - 3.2} y="2.8" width="6.4" height="6.4" rx="1.8" className={color} fill="currentColor" />
  ) : (
    <circle cx={x} cy="6" r="3.6" className={color} fill="currentColor" />
  );
}

const kindText = {
  direct: 'direct',
  expert: 'expert',
  agent: 'agentChat',
  room: 'room',
  customer: 'customer',
} as const;

/** The kind of a conversation: its two ends, joined by a line, and its name. */
export function KindLabel({ kind }: { kind: ConversationKind }) {
  const { t } = useTranslation();
  const ends = glyphs[kind];
  return (
    <span className="inline-flex items-center gap-1.5 text-xs whitespace-nowrap text-faint">
      {ends ? (
        <svg viewBox="0 0 26 12" aria-hidden="true" className="h-2.5 shrink-0">
          <path d="M8 6h10" stroke="var(--line-strong)" strokeWidth="1.5" />
          <KindShape kind={ends[0]} x={4} />
          <KindShape kind={ends[1]} x={22} />
        </svg>
      ) : null}
      <span>{t(`kind.${kindText[kind]}`)}</span>
    </span>
  );
}

/**
 * The count of unread messages, with its words for screen readers. `late`: where somebody may be reading them right
 * now, it shows only what is still unread then.
 */
export function UnreadBadge({ count, late = false }: { count: number; late?: boolean }) {
  const { t } = useTranslation();
  if (count === 0) return null;
  return (
    <span
      className={`inline-flex h-[1.125rem] min-w-[1.125rem] shrink-0 items-center justify-center rounded-full bg-accent px-1.5 text-2xs font-semibold text-on-accent tabular ${late ? 'animate-late' : ''}`}
    >
      <span translate="no" aria-hidden="true">
        {count > 99 ? t('list.many') : count}
      </span>
      <span key={count} className="sr-only">
        {t('list.unread', { count })}
      </span>
    </span>
  );
}
