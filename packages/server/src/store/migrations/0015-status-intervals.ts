/*
 * Every status of a seat as an interval, from log-in to log-out (PRES-1, PRES-4): how long each lasted, which reports and
 * monitoring add up. It is what the person chose. An invisible one (PRES-2) is stored as such, so whatever shows intervals
 * of office seats to others has to decide that like presence.
 */
export const statusIntervals = /* sql */ `
-- In the order in which others lock them, and before anything is read.
lock table seats, attachments in access exclusive mode;

create table status_intervals (
  tenant_id uuid not null,
  seat_id uuid not null,
  status text not null,
  started_at timestamptz not null,
  -- Null: it still lasts.
  ended_at timestamptz check (ended_at >= started_at),
  -- Tells intervals apart that began at the same moment: a clock that is set back makes an interval that lasted no time.
  number bigint not null generated always as identity,
  primary key (tenant_id, seat_id, started_at, number),
  -- A seat whose license is gone keeps them. They are deleted with the seat, as everything of its person.
  foreign key (tenant_id, seat_id) references seats (tenant_id, id) on delete cascade
);
create unique index status_intervals_open on status_intervals (tenant_id, seat_id) where ended_at is null;

-- The owner of the tables sees every company's rows meanwhile.
alter table seats no force row level security;
alter table attachments no force row level security;
insert into status_intervals (tenant_id, seat_id, status, started_at)
select s.tenant_id, s.id, s.status, s.status_since from seats s
where exists (select from attachments a where a.tenant_id = s.tenant_id and a.seat_id = s.id);
alter table seats force row level security;
alter table attachments force row level security;

alter table status_intervals enable row level security;
alter table status_intervals force row level security;
create policy own_tenant on status_intervals
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
`;
