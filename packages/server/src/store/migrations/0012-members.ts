/*
 * A conversation has members instead of two seats: a party is a seat, or whoever else takes part without one. What
 * somebody has read is a fact of their membership, and never touches the row of the conversation.
 */
export const members = /* sql */ `
-- In the order in which others lock them, and before anything is changed.
lock table seats, conversations, read_marks, messages in access exclusive mode;

create table parties (
  tenant_id uuid not null references tenants (id) on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('seat', 'customer')),
  primary key (tenant_id, id)
);

create table conversation_members (
  tenant_id uuid not null,
  conversation_id uuid not null,
  party_id uuid not null,
  -- 'archive': takes no part, and reads what was missed by an agent seat of the same person (HIST-6).
  role text not null check (role in ('member', 'archive')),
  -- The hour of the newest message, or a later one: a list begins with those of the newest hours, and finds them by it.
  active_hour timestamptz not null default '-infinity',
  -- How far the member has read, and the transaction that changed it last; 0: it was never read.
  read_seq integer not null default 0,
  read_changed xid8 not null default '0',
  -- How far others are told that was read, and the revision of the company under which they were allowed to be told.
  receipt_seq integer not null default 0,
  receipt_revision integer not null default 0,
  -- The transaction that changed it last; null: nobody was ever told.
  receipt_changed xid8,
  primary key (tenant_id, conversation_id, party_id),
  foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade,
  foreign key (tenant_id, party_id) references parties (tenant_id, id) on delete cascade
) with (fillfactor = 80);

-- Immutable, unlike the array's own text form, which may depend on settings for other types.
create function party_key_of(party_set uuid[]) returns uuid language sql immutable parallel safe
  as $$ select md5(array_to_string(party_set, ' '))::uuid $$;

alter table conversations
  -- In the order of their ids: there is one conversation of these parties. Null where there may be many.
  add party_set uuid[],
  -- The same as a key of one length. Arrays are compared by no leakproof operator, so behind row-level security an index
  -- of them would find nothing.
  add party_key uuid generated always as (party_key_of(party_set)) stored,
  -- When the message before the newest one was written: so the first message of an hour is known.
  add previous_at timestamptz;

-- The owner of the tables sees every company's rows meanwhile: what is moved and checked here is theirs alike.
alter table seats no force row level security;
alter table conversations no force row level security;
alter table read_marks no force row level security;

insert into parties (tenant_id, id, kind) select tenant_id, id, 'seat' from seats;
alter table seats add foreign key (tenant_id, id) references parties (tenant_id, id) on delete cascade;

update conversations set party_set = array[first_seat, second_seat];
insert into conversation_members
  (tenant_id, conversation_id, party_id, role, active_hour,
   read_seq, read_changed, receipt_seq, receipt_revision, receipt_changed)
select coalesce(member.tenant_id, mark.tenant_id), coalesce(member.conversation_id, mark.conversation_id),
  coalesce(member.seat_id, mark.seat_id), case when member.seat_id is null then 'archive' else 'member' end,
  coalesce(date_trunc('hour', member.last_at, 'UTC'), '-infinity'),
  coalesce(mark.seq, 0), coalesce(mark.changed, '0'),
  coalesce(mark.receipt_seq, 0), coalesce(mark.receipt_revision, 0), mark.receipt_changed
from (select tenant_id, id as conversation_id, unnest(party_set) as seat_id, last_at from conversations) member
full join read_marks mark using (tenant_id, conversation_id, seat_id);

alter table seats force row level security;
alter table conversations force row level security;

create index conversation_members_by_party on conversation_members
  (tenant_id, party_id, active_hour desc, conversation_id)
  where role = 'member';
drop table read_marks;
alter table conversations drop first_seat, drop second_seat;
create unique index conversations_by_parties on conversations (tenant_id, party_key);
alter table messages rename sender_seat to sender_id;

do $$
declare name text;
begin
  foreach name in array array['parties', 'conversation_members'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_tenant on %I using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()))', name);
  end loop;
end $$;
`;
