/*
 * The groups of those who take part, as they were when an interaction began. Reports and transcripts tell of them later,
 * when groups have other names and other members.
 */
export const interactionGroups = /* sql */ `
create table interaction_groups (
  tenant_id uuid not null,
  conversation_id uuid not null,
  number integer not null,
  party_id uuid not null,
  -- As they were: the group may be gone.
  group_id uuid not null,
  group_name text not null,
  primary key (tenant_id, conversation_id, number, party_id, group_id),
  foreign key (tenant_id, conversation_id, number)
    references interactions (tenant_id, conversation_id, number) on delete cascade
);
alter table interaction_groups enable row level security;
alter table interaction_groups force row level security;
create policy own_tenant on interaction_groups
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
`;
