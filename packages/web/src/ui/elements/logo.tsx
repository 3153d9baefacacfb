/** The mark: a round jack and a square jack, joined by a cord. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="4 5 24 22" aria-hidden="true" className={className} fill="none" stroke="currentColor">
      <g strokeWidth="2.4" strokeLinecap="round">
        <circle cx="9.2" cy="11" r="3.7" />
        <rect x="19.1" y="17.3" width="7.4" height="7.4" rx="2.2" />
        <path d="M9.2 14.9v3.4c0 5.2 6.8 5.2 6.8 0v-4.6c0-5.2 6.8-5.2 6.8 0v3.4" />
      </g>
    </svg>
  );
}

export function Wordmark({ className = '' }: { className?: string }) {
  return (
    <span className={`inline-flex items-center gap-2 font-semibold tracking-tight ${className}`}>
      <Mark className="size-[1.6em]" />
      <span translate="no">Tieline</span>
    </span>
  );
}
