/*
 * The numbers of changes that a reader of an agent chat is told begin with its interaction, so its first change is kept.
 */
export const interactionRevisions = /* sql */ `
alter table interactions
  -- The first change that belongs to it. Null: it began before changes were counted, and they count as its places.
  add from_rev integer;

-- The owner of the table sees every company's rows meanwhile.
alter table interactions no force row level security;
-- One that runs has carried the number of its beginning until now.
update interactions set from_rev = rev where ended_at is null and rev > 0;
alter table interactions force row level security;
`;
