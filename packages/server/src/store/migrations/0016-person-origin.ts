/*
 * Where a person comes from: whoever is not of the company file is not changed by it. Everybody so far was brought by one.
 */
export const personOrigin = /* sql */ `
alter table people
  add origin text not null default 'file' check (origin in ('file', 'directory', 'invitation'));
-- Whoever adds a person says it: one of a directory taken for one of the file would be deactivated by the next apply.
alter table people alter column origin drop default;
`;
