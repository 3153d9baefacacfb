/*
 * EXPL-4: the newest refusals of each company, for its administrators. They hold nothing that anybody wrote, and are
 * kept by number, not by time: nobody fills a disk with being refused.
 */
export const refusals = /* sql */ `
create table refusals (
  tenant_id uuid not null,
  -- Random: a number would tell how much is refused elsewhere.
  id uuid not null,
  -- Who was refused.
  seat_id uuid not null,
  operation text not null,
  -- As the request named it; there may be none (any more).
  conversation_id uuid,
  rule text not null,
  code text not null,
  times integer not null check (times > 0),
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, seat_id) references seats (tenant_id, id) on delete cascade
);
create index refusals_by_time on refusals (tenant_id, at desc, id desc);
create index refusals_by_seat on refusals (tenant_id, seat_id);

alter table refusals enable row level security;
alter table refusals force row level security;
create policy own_tenant on refusals
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
`;
