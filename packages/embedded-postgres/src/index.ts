export { openEmbeddedDatabase } from './supervisor.ts';
export type { EmbeddedDatabase, EmbeddedOptions } from './supervisor.ts';
export { DatabaseFault } from './database-fault.ts';
export { FolderInUse } from './faults.ts';
export { findRunningDatabase, hasDatabase } from './visit.ts';
