/*
 * OPT-3, OPT-6: receipts of the office and of agent chats are turned on each by an option of its own, and so each has a
 * revision from which on they may be shown.
 */
export const receiptsSince = /* sql */ `
alter table tenants
  -- By the name of the option: receipts that were given under an earlier revision are shown to nobody.
  add receipts_since jsonb not null default '{}' check (jsonb_typeof(receipts_since) = 'object');

do $$
declare tenant uuid;
begin
  for tenant in select id from tenants where receipts_from > 0 loop
    perform set_config('tieline.tenant', tenant::text, true);
    update tenants set receipts_since = jsonb_build_object('agent_signals', receipts_from, 'office_receipts', receipts_from)
    where id = tenant;
  end loop;
  perform set_config('tieline.tenant', '', true);
end $$;

alter table tenants drop receipts_from;
`;
