/*
 * DEL-3: what was written to an agent whose line was lost, and whose grace time ended the chat, has to be told to whoever
 * wrote it.
 */
export const unheard = /* sql */ `
alter table attachments
  -- Until when this device, or one of the seat that is gone already, was there to hear. Known once its line is lost.
  add heard_until timestamptz;

alter table interactions
  -- The first message of the one who stayed that reached no device of the one who left; null: none.
  add unheard_from integer;
`;
