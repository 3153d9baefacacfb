/*
 * A file is of one conversation and of the seat that brought it; it has a place there once a message holds it. What
 * is in it lies outside of the database, under its hash, once for a company however often it was sent.
 */
export const files = /* sql */ `
alter table tenants
  -- Bytes of one file, and of all files of the company, at most.
  add largest_file bigint not null default 104857600 check (largest_file > 0),
  add file_quota bigint not null default 10737418240 check (file_quota >= 0);

create table blobs (
  tenant_id uuid not null references tenants (id) on delete cascade,
  -- SHA-256 of what is in it.
  hash bytea not null check (length(hash) = 32),
  size bigint not null,
  type text not null,
  preview text not null check (preview in ('image', 'video', 'document')),
  -- Pixels, where there are pictures that stand for it.
  width integer,
  height integer,
  created_at timestamptz not null default now(),
  primary key (tenant_id, hash),
  check ((width is null) = (height is null))
);

create table files (
  tenant_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  -- Who brought it.
  seat_id uuid not null,
  -- Sent as a file, or an image in rich text.
  use text not null check (use in ('file', 'image')),
  name text not null,
  -- As it was announced; what arrived is the blob's.
  size bigint not null,
  -- 'arriving': until all of it is here and was looked at. 'refused': what was found in it.
  state text not null default 'arriving' check (state in ('arriving', 'ready', 'refused')),
  refusal text check ((state = 'refused') = (refusal is not null)),
  problem text,
  -- Known before it is ready, so that the sweep leaves alone what is being put there.
  hash bytea check (state <> 'ready' or hash is not null),
  -- The message that holds it; null: none yet.
  seq integer,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade,
  foreign key (tenant_id, seat_id) references seats (tenant_id, id) on delete cascade,
  foreign key (tenant_id, hash) references blobs (tenant_id, hash),
  check (seq is null or state = 'ready')
);
create index files_by_blob on files (tenant_id, hash) where hash is not null;
create index files_by_conversation on files (tenant_id, conversation_id);
create index files_by_seat on files (tenant_id, seat_id);
-- Those that no message holds: they count as room that is taken, and are swept when they are old.
create index files_waiting on files (tenant_id, created_at) where seq is null;

alter table messages
  add file_id uuid,
  drop constraint messages_format_check,
  add constraint messages_format_check check (format in ('plain', 'rich', 'file')),
  add check ((format = 'file') = (file_id is not null));

-- One key of the whole installation, by which addresses are signed. It opens nothing that is not asked for again.
create table signing_key (
  singleton boolean primary key default true check (singleton),
  key bytea not null check (length(key) = 32)
);

do $$
declare name text;
begin
  foreach name in array array['blobs', 'files'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_tenant on %I using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()))', name);
  end loop;
end $$;
`;
