/** No lease is longer, in seconds. */
export const longestLease = 10;

/**
 * Whether the lease of a node runs, as a condition of SQL. One that ends later than any lease could was written before
 * the clock of the database was set back, and says nothing.
 */
export const isLeased = `lease_until between now() and now() + interval '${longestLease + 1} seconds'`;
