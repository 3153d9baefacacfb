/*
 * A hash that came with the company file is replaced by one of the server's own cost when its owner logs in. What the
 * file gave is kept as its SHA-256, so that the same file changes nothing.
 */
export const givenHash = /* sql */ `
alter table people
  -- Null: the hash is still the one that was given, or was made here from a password.
  add given_hash bytea check (octet_length(given_hash) = 32);
`;
