/**
 * Names of files as they are accepted now: composed, so that two that look alike are alike. Each is the name of one
 * file of one message, which says nothing else by it.
 */
export const composedNames = /* sql */ `
do $$
declare tenant uuid;
begin
  for tenant in select id from tenants loop
    perform set_config('tieline.tenant', tenant::text, true);
    update files set name = normalize(name, NFC) where tenant_id = tenant and name is not nfc normalized;
  end loop;
  perform set_config('tieline.tenant', '', true);
end $$;
`;
