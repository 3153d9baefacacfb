/*
 * DEL-3, DEL-6: a message that reached nobody holds copies of its uploads. Whoever asks again names the uploads themselves, and
 * has to be answered as before.
 */
export const copies = /* sql */ `
alter table files
  -- The upload that this one was copied from, as its sender named it; null: it was uploaded itself.
  add copy_of uuid,
  -- It was in a message that reached nobody, and is its sender's again: it does not count among what they have brought.
  add is_returned boolean not null default false;
`;
