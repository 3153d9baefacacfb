/*
 * Every table of a company leads its keys with tenant_id and stands behind row-level security: a query that
 * forgets the tenant returns nothing (TEN-1). `tenants` and `nodes` hold nothing of a company but its name.
 */
export const foundation = /* sql */ `
create function current_tenant() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('tieline.tenant', true), '')::uuid $$;

create table tenants (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z][a-z0-9-]{1,38}$'),
  name text not null,
  mode smallint not null check (mode in (1, 2, 3)),
  release text not null check (release in ('9.9', '9.10')),
  monitoring text not null default 'off' check (monitoring in ('on', 'off')),
  transcripts text not null default 'off' check (transcripts in ('on', 'off')),
  -- Raised whenever the company is applied, so that a node notices what another process did.
  revision integer not null default 1,
  created_at timestamptz not null default now()
);

create table nodes (
  id uuid primary key,
  seen_at timestamptz not null,
  lease_until timestamptz not null
);

-- Which companies a node holds sessions of, so that another node can end them when the lease runs out.
create table node_tenants (
  node_id uuid not null references nodes (id) on delete cascade,
  tenant_id uuid not null references tenants (id) on delete cascade,
  primary key (node_id, tenant_id)
);

create table people (
  tenant_id uuid not null references tenants (id) on delete cascade,
  id uuid not null,
  email text not null check (email = lower(email)),
  name text not null,
  department text not null default '',
  password_hash text not null,
  administrator boolean not null default false,
  active boolean not null default true,
  primary key (tenant_id, id),
  unique (tenant_id, email)
);
create index people_by_name on people (tenant_id, lower(name), id);

create table seats (
  tenant_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('office', 'agent')),
  title text not null default '',
  supervisor boolean not null default false check (kind = 'agent' or not supervisor),
  active boolean not null default true,
  status text not null default 'available',
  status_since timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, person_id, kind),
  foreign key (tenant_id, person_id) references people (tenant_id, id) on delete cascade
);

create table agent_groups (
  tenant_id uuid not null references tenants (id) on delete cascade,
  id uuid not null,
  name text not null,
  monitoring text not null default 'inherit' check (monitoring in ('on', 'off', 'inherit')),
  transcripts text not null default 'inherit' check (transcripts in ('on', 'off', 'inherit')),
  primary key (tenant_id, id),
  unique (tenant_id, name)
);

create table agent_group_members (
  tenant_id uuid not null,
  group_id uuid not null,
  seat_id uuid not null,
  primary key (tenant_id, group_id, seat_id),
  foreign key (tenant_id, group_id) references agent_groups (tenant_id, id) on delete cascade,
  foreign key (tenant_id, seat_id) references seats (tenant_id, id) on delete cascade
);
create index agent_group_members_by_seat on agent_group_members (tenant_id, seat_id);

create table queues (
  tenant_id uuid not null references tenants (id) on delete cascade,
  id uuid not null,
  name text not null,
  monitoring text not null default 'inherit' check (monitoring in ('on', 'off', 'inherit')),
  transcripts text not null default 'inherit' check (transcripts in ('on', 'off', 'inherit')),
  primary key (tenant_id, id),
  unique (tenant_id, name)
);

create table queue_groups (
  tenant_id uuid not null,
  queue_id uuid not null,
  group_id uuid not null,
  primary key (tenant_id, queue_id, group_id),
  foreign key (tenant_id, queue_id) references queues (tenant_id, id) on delete cascade,
  foreign key (tenant_id, group_id) references agent_groups (tenant_id, id) on delete cascade
);

create table supervised_groups (
  tenant_id uuid not null,
  seat_id uuid not null,
  group_id uuid not null,
  primary key (tenant_id, seat_id, group_id),
  foreign key (tenant_id, seat_id) references seats (tenant_id, id) on delete cascade,
  foreign key (tenant_id, group_id) references agent_groups (tenant_id, id) on delete cascade
);

create table supervised_queues (
  tenant_id uuid not null,
  seat_id uuid not null,
  queue_id uuid not null,
  primary key (tenant_id, seat_id, queue_id),
  foreign key (tenant_id, seat_id) references seats (tenant_id, id) on delete cascade,
  foreign key (tenant_id, queue_id) references queues (tenant_id, id) on delete cascade
);

create table sessions (
  tenant_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  seat_id uuid not null,
  token_hash bytea not null,
  device text not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, person_id) references people (tenant_id, id) on delete cascade,
  foreign key (tenant_id, seat_id) references seats (tenant_id, id) on delete cascade
);
create index sessions_by_person on sessions (tenant_id, person_id);
create index sessions_by_end on sessions (tenant_id, expires_at);

-- A session that is live: connected to a node, or dropped less than the grace time ago (PRES-8).
create table attachments (
  tenant_id uuid not null,
  session_id uuid not null,
  node_id uuid not null,
  seat_id uuid not null,
  idle boolean not null default false,
  dropped_at timestamptz,
  primary key (tenant_id, session_id, node_id),
  foreign key (tenant_id, session_id) references sessions (tenant_id, id) on delete cascade,
  foreign key (tenant_id, seat_id) references seats (tenant_id, id) on delete cascade
);
create index attachments_by_seat on attachments (tenant_id, seat_id);
create index attachments_dropped on attachments (tenant_id, node_id, dropped_at) where dropped_at is not null;

create table conversations (
  tenant_id uuid not null references tenants (id) on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('direct', 'expert', 'agent')),
  -- The two seats of a one-to-one conversation, the smaller id first: there is one for each pair.
  first_seat uuid not null,
  second_seat uuid not null check (first_seat < second_seat),
  last_seq integer not null default 0,
  last_at timestamptz,
  -- Number of the running interaction of an agent chat (HIST-5).
  interaction integer,
  -- The transaction that changed it last. A client resumes from a moment by it: what committed later is not older.
  changed xid8 not null default pg_current_xact_id(),
  primary key (tenant_id, id),
  unique (tenant_id, first_seat, second_seat),
  foreign key (tenant_id, first_seat) references seats (tenant_id, id) on delete cascade,
  foreign key (tenant_id, second_seat) references seats (tenant_id, id) on delete cascade
) with (fillfactor = 70);
create index conversations_by_second_seat on conversations (tenant_id, second_seat);

create table interactions (
  tenant_id uuid not null,
  conversation_id uuid not null,
  number integer not null,
  started_by uuid not null,
  started_at timestamptz not null default now(),
  from_seq integer not null,
  ended_at timestamptz,
  ended_by uuid,
  end_reason text check (end_reason in ('ended-by-agent', 'logged-out')),
  -- MON-4: decided when it started.
  monitored boolean not null,
  transcript boolean not null,
  primary key (tenant_id, conversation_id, number),
  foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade
);

create table messages (
  tenant_id uuid not null,
  conversation_id uuid not null,
  seq integer not null,
  sender_seat uuid not null,
  client_id text collate "C" not null,
  format text not null check (format in ('plain', 'rich')),
  text text not null,
  html text check ((format = 'rich') = (html is not null)),
  missed boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (tenant_id, conversation_id, seq)
);
create unique index messages_by_client_id on messages (tenant_id, sender_seat, client_id);

-- Messages have no foreign keys: checking two for each row took half the time of storing it. The one statement that
-- stores them takes each place from the row of the conversation, which it locks; and they go with their conversation.
create function delete_messages() returns trigger language plpgsql as $$
begin
  delete from messages m using gone where m.tenant_id = gone.tenant_id and m.conversation_id = gone.id;
  return null;
end $$;
create trigger messages_go_with_their_conversation after delete on conversations
  referencing old table as gone for each statement execute function delete_messages();

create table read_marks (
  tenant_id uuid not null,
  conversation_id uuid not null,
  seat_id uuid not null,
  seq integer not null,
  changed xid8 not null default pg_current_xact_id(),
  primary key (tenant_id, conversation_id, seat_id),
  foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade,
  foreign key (tenant_id, seat_id) references seats (tenant_id, id) on delete cascade
);

do $$
declare name text;
begin
  foreach name in array array[
    'people', 'seats', 'agent_groups', 'agent_group_members', 'queues', 'queue_groups', 'supervised_groups',
    'supervised_queues', 'sessions', 'attachments', 'conversations', 'interactions', 'messages', 'read_marks'
  ] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_tenant on %I using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()))', name);
  end loop;
end $$;
`;
