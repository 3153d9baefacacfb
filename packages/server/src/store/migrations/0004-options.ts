/*
 * What a company opens beyond the classic form (OPT), and what others may be shown of how far somebody has read: a
 * read mark is the reader's own, and only a receipt is for others.
 */
export const options = /* sql */ `
alter table tenants
  add preset text check (preset in ('today')),
  -- By name, those that the company says itself.
  add options jsonb not null default '{}' check (jsonb_typeof(options) = 'object'),
  -- Receipts that were given under an earlier revision are shown to nobody (OPT-6).
  add receipts_from integer not null default 0;

alter table read_marks
  -- How far others are told that was read, and the revision of the company under which they were allowed to be told.
  add receipt_seq integer not null default 0,
  add receipt_revision integer not null default 0,
  -- The transaction that changed it last; null: nobody was ever told.
  add receipt_changed xid8;

-- What two agents have told each other so far stays as it is where their company goes on telling it; nobody does by default.
`;
