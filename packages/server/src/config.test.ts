import { fileURLToPath } from 'node:url';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from './config.ts';
import { defaultLimits } from './node/limits.ts';
import { StartupFault } from './startup-fault.ts';

test('an empty environment gives the defaults', () => {
  const dataFolder = fileURLToPath(new URL('../../../.tieline', import.meta.url));
  const expected = {
    port: 8400,
    host: '127.0.0.1',
    database: { kind: 'embedded' },
    dataFolder,
    publicUrl: 'http://localhost:8400',
    logLevel: 'info',
    graceSeconds: 30,
    demo: true,
    limits: defaultLimits,
    heartbeatSeconds: 20,
    connections: 20,
    trustedProxies: [],
    files: { storage: { kind: 'disk', folder: join(dataFolder, 'files'), reserve: null }, clamd: null },
  };
  expect(loadConfig({})).toEqual(expected);
  expect(loadConfig({ PORT: '', HOST: ' ', DATABASE_URL: '', TIELINE_DATA: '', TIELINE_LOG: '' })).toEqual(
    expected,
  );
});

test('every setting is read', () => {
  const env = {
    PORT: '9000',
    HOST: '::1',
    DATABASE_URL: 'postgresql://u:p@db:5432/tieline?sslmode=require',
    TIELINE_DATA: 'some/folder',
    TIELINE_PUBLIC_URL: 'https://chat.example.com/',
    TIELINE_LOG: 'debug',
    TIELINE_GRACE_SECONDS: '0',
    TIELINE_DEMO: 'on',
    TIELINE_SESSION_RATE: '7',
    TIELINE_COMPANY_RATE: '0',
    TIELINE_LOG_IN_RATE: '9',
    TIELINE_HEARTBEAT_SECONDS: '5',
    TIELINE_CONNECTIONS: '50',
    TIELINE_TRUSTED_PROXY: '10.0.0.0/8, ::1',
    TIELINE_S3_BUCKET: 'tieline-files',
    TIELINE_S3_REGION: 'eu-central-1',
    TIELINE_S3_ENDPOINT: 'https://s3.example.com',
    TIELINE_CLAMD: '/run/clamd.ctl',
  };
  expect(loadConfig(env)).toEqual({
    port: 9000,
    host: '::1',
    database: { kind: 'external', url: env.DATABASE_URL },
    dataFolder: resolve('some/folder'),
    publicUrl: 'https://chat.example.com',
    logLevel: 'debug',
    graceSeconds: 0,
    demo: true,
    limits: {
      ...defaultLimits,
      sessionRate: 7,
      companyRate: 0,
      logIn: { ...defaultLimits.logIn, perAddress: 9 },
    },
    heartbeatSeconds: 5,
    connections: 50,
    trustedProxies: ['10.0.0.0/8', '::1'],
    files: {
      storage: {
        kind: 's3',
        bucket: 'tieline-files',
        region: 'eu-central-1',
        endpoint: 'https://s3.example.com',
      },
      clamd: { path: '/run/clamd.ctl' },
    },
  });
});

test('the demo is made by default only where the database is embedded, and the public url follows the port', () => {
  expect(loadConfig({ DATABASE_URL: 'postgres:///tieline?host=/run/postgresql' }).demo).toBe(false);
  expect(loadConfig({ TIELINE_DEMO: 'off' }).demo).toBe(false);
  expect(loadConfig({ PORT: '81' }).publicUrl).toBe('http://localhost:81');
});

test.each([
  ['PORT', '-1'],
  ['PORT', '65536'],
  ['TIELINE_SESSION_RATE', '-1'],
  ['TIELINE_COMPANY_RATE', 'much'],
  ['TIELINE_LOG_IN_RATE', '1.5'],
  ['TIELINE_HEARTBEAT_SECONDS', '601'],
  ['TIELINE_CONNECTIONS', '1001'],
  ['TIELINE_TRUSTED_PROXY', 'proxy.example'],
  ['TIELINE_TRUSTED_PROXY', '10.0.0.0/33'],
  ['TIELINE_TRUSTED_PROXY', '10.0.0.1, everybody'],
  ['PORT', '84oo'],
  ['PORT', '1e3'],
  ['HOST', 'http://localhost'],
  ['HOST', 'a b'],
  ['DATABASE_URL', 'mysql://u:hunter2@db/x'],
  ['DATABASE_URL', 'u:hunter2@db/x'],
  ['DATABASE_URL', 'postgres://u:hun/ter2@db:x/y'],
  ['TIELINE_DATA', 'a\0b'],
  ['TIELINE_PUBLIC_URL', 'chat.example.com'],
  ['TIELINE_PUBLIC_URL', 'https://chat.example.com/chat'],
  ['TIELINE_PUBLIC_URL', 'https://u:hunter2@chat.example.com'],
  ['TIELINE_PUBLIC_URL', 'ftp://chat.example.com'],
  ['TIELINE_LOG', 'loud'],
  ['TIELINE_GRACE_SECONDS', '1.5'],
  ['TIELINE_DEMO', 'yes'],
  ['TIELINE_S3_BUCKET', 'Not A Bucket'],
  ['TIELINE_CLAMD', 'clamd'],
  ['TIELINE_CLAMD', 'clamd:0'],
  ['TIELINE_CLAMD', 'clamd:70000'],
])('%s=%j is refused in one sentence that names it and does not repeat it', (name, value) => {
  const attempt = () => loadConfig({ [name]: value });
  expect(attempt).toThrow(StartupFault);
  expect(attempt).toThrow(new RegExp(`^${name} must be .+\\.$`));
  expect(attempt).not.toThrow(/hunter2/);
});

test('where a bucket is needs a bucket, and an address without a path', () => {
  const endpoint = 'https://s3.example.com';
  expect(
    loadConfig({ TIELINE_S3_BUCKET: 'files', TIELINE_S3_ENDPOINT: endpoint }).files.storage,
  ).toMatchObject({ endpoint });
  expect(() => loadConfig({ TIELINE_S3_ENDPOINT: endpoint })).toThrow(/set TIELINE_S3_BUCKET as well/);
  expect(() =>
    loadConfig({ TIELINE_S3_BUCKET: 'files', TIELINE_S3_ENDPOINT: `${endpoint}/hunter2` }),
  ).toThrow(/^TIELINE_S3_ENDPOINT must be (?!.*hunter2)/);
});
