/** A message that is longer than any limit lets in would make each list that shows it slow, for good. */
export const messageLength = /* sql */ `
alter table messages
  add constraint messages_text_length check (octet_length(text) <= 262144) not valid,
  add constraint messages_html_length check (octet_length(html) <= 262144) not valid;
`;
