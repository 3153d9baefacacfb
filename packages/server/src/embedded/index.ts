export { openEmbeddedDatabase } from './supervisor.ts';
export type { EmbeddedDatabase } from './supervisor.ts';
export { FolderInUse } from './faults.ts';
export { findRunningDatabase, hasDatabase } from './visit.ts';
