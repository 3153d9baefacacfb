/*
 * Each conversation counts its changes: messages, what is done with them later, interactions, members. The row that changed
 * carries the number, so that whoever knows one number can be told of everything above it.
 */
export const revisions = /* sql */ `
alter table conversations
  add rev integer not null default 0;

alter table messages
  -- Of its newest change. Null: it was stored before changes were counted, and counts as its place.
  add rev integer,
  add edited_at timestamptz,
  -- Its content is gone then; its place stays.
  add deleted_at timestamptz,
  -- Somebody has reacted to it once, so that the reactions of all others need not be looked for.
  add reacted boolean not null default false,
  -- Of one that was edited or deleted: what was sent first, as a keyed hash, by which a resend is known (DEL-6).
  add sent_hash bytea,
  add constraint messages_deleted_are_empty
    check (deleted_at is null or (text = '' and html is null and file_id is null)) not valid;

alter table interactions add rev integer not null default 0;
-- Of the joining, leaving or change of role.
alter table conversation_members add rev integer not null default 0;

-- What was changed after it was stored is found by this index; what is new by its place.
create index messages_changed on messages (tenant_id, conversation_id, rev)
  where edited_at is not null or deleted_at is not null;

create table reactions (
  tenant_id uuid not null,
  conversation_id uuid not null,
  seq integer not null,
  party_id uuid not null,
  emoji text not null check (char_length(emoji) between 1 and 32),
  rev integer not null,
  -- Taken back: the row stays, so that it is told of.
  removed boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (tenant_id, conversation_id, seq, emoji, party_id),
  foreign key (tenant_id, conversation_id, seq)
    references messages (tenant_id, conversation_id, seq) on delete cascade,
  foreign key (tenant_id, party_id) references parties (tenant_id, id) on delete cascade
);
create index reactions_by_rev on reactions (tenant_id, conversation_id, rev);
alter table reactions enable row level security;
alter table reactions force row level security;
create policy own_tenant on reactions
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));

-- The owner of the table sees every company's rows meanwhile.
alter table conversations no force row level security;
update conversations set rev = last_seq where last_seq > 0;
alter table conversations force row level security;
`;
