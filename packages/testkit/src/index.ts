export { type CastMember, type CompanySpec, testPassword, type WholeCast, wholeCast } from './company.ts';
export { type DatabaseClock, replaceClock } from './database-clock.ts';
export { createDatabase, createEmptyDatabase, type TestDatabase } from './databases.ts';
export { bodyOf, type Line, lineOf, type Said, saidOf } from './line.ts';
export { type Device, type HttpAnswer, signIn } from './person.ts';
export { exhaustLog } from './exhaust-log.ts';
export { openRawSocket, type RawSocket } from './raw-socket.ts';
export {
  type Company,
  startTestServer,
  type TestNode,
  type TestServer,
  type TestServerOptions,
} from './test-server.ts';
export { announce, patch, tusHeaders, upload, type Uploader, type Uploading } from './upload.ts';
export { waitFor } from './wait.ts';
