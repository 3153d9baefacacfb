import type { Cluster } from './cluster.ts';

/** How the application logs in. Its password needs no escape in a url. */
export function urlOf(cluster: Cluster, port: number): string {
  return `postgres://tieline:${cluster.passwords.application}@127.0.0.1:${port}/tieline?sslmode=disable`;
}
