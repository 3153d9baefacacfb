/*
 * A message to thousands must not touch the row of each: a member of a conversation that has no list of its parties keeps
 * no hour of its newest message.
 */
export const membersOfMany = /* sql */ `
alter table conversation_members alter column active_hour drop not null;
`;
