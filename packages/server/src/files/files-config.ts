import { isAbsolute, join } from 'node:path';
import { StartupFault } from '../startup-fault.ts';
import type { FilesConfig } from './node-files.ts';
import type { FileStorage } from './storage.ts';
import type { ClamdAddress } from './virus-scan.ts';

/**
 * The settings of files: TIELINE_S3_BUCKET, TIELINE_S3_REGION, TIELINE_S3_ENDPOINT (else a folder beside the
 * database), TIELINE_DISK_RESERVE, TIELINE_CLAMD. `variable`: reads an environment variable; undefined where it is empty.
 *
 * @throws StartupFault that names the variable and what it has to be.
 */
export function filesConfigOf(
  variable: (name: string) => string | undefined,
  dataFolder: string,
): FilesConfig {
  const clamd = variable('TIELINE_CLAMD');
  return { storage: storageOf(variable, dataFolder), clamd: clamd === undefined ? null : clamdOf(clamd) };
}

function storageOf(variable: (name: string) => string | undefined, dataFolder: string): FileStorage {
  const bucket = variable('TIELINE_S3_BUCKET');
  const endpoint = variable('TIELINE_S3_ENDPOINT');
  if (bucket === undefined) {
    if (endpoint === undefined)
      return { kind: 'disk', folder: join(dataFolder, 'files'), reserve: reserveOf(variable) };
    throw new StartupFault('TIELINE_S3_ENDPOINT says where a bucket is: set TIELINE_S3_BUCKET as well.');
  }
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
    throw new StartupFault('TIELINE_S3_BUCKET must be the name of a bucket: 3 to 63 of a-z, 0-9, - and .');
  if (endpoint !== undefined && !/^https?:\/\/[^/]+\/?$/.test(endpoint))
    throw new StartupFault(
      'TIELINE_S3_ENDPOINT must be an address such as https://s3.example.com, without a path.',
    );
  return {
    kind: 's3',
    bucket,
    region: variable('TIELINE_S3_REGION') ?? 'us-east-1',
    endpoint: endpoint ?? null,
  };
}

function reserveOf(variable: (name: string) => string | undefined): number | null {
  const value = variable('TIELINE_DISK_RESERVE');
  if (value === undefined) return null;
  if (/^\d{1,7}$/.test(value)) return Number(value) * 1024 ** 2;
  throw new StartupFault('TIELINE_DISK_RESERVE must be a whole number of megabytes.');
}

function clamdOf(value: string): ClamdAddress {
  if (isAbsolute(value)) return { path: value };
  const [, host, port] = /^([A-Za-z0-9.:-]+):([0-9]{1,5})$/.exec(value) ?? [];
  if (host !== undefined && Number(port) > 0 && Number(port) < 65_536) return { host, port: Number(port) };
  throw new StartupFault(
    'TIELINE_CLAMD must be where clamd listens: host:port, or the path of its socket, such as /run/clamav/clamd.ctl.',
  );
}
