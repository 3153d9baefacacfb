/*
 * What changes about a company is counted by one number, as before. Which of its changes concern the whole company, and which
 * one seat, is kept beside what they changed, so that nobody is kept waiting by a change of somebody else.
 */
export const seatRevisions = /* sql */ `
alter table tenants
  -- The revision that changed the settings of the whole company last.
  add settings_revision integer not null default 1;
alter table seats
  -- The revision of the company that changed last what decisions and views read of the seat.
  add revision integer not null default 1;
create index seats_by_revision on seats (tenant_id, kind, revision);

-- Which changes were of the settings is not known: what anybody holds of an earlier revision is loaded anew, once.
update tenants set settings_revision = revision where revision > 1;
`;
