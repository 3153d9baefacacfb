import { createHash, randomBytes } from 'node:crypto';
import { withClient } from './database.ts';
import { slug } from './company.ts';

/** A signed-in device, with the token that opens it. */
export interface Session {
  readonly email: string;
  readonly seat: string;
  readonly token: string;
}

export interface SignedIn {
  readonly tenant: string;
  /** By e-mail. */
  readonly sessions: ReadonlyMap<string, Session>;
}

/**
 * Signs everybody in, without their passwords: ten thousand log-ins would take minutes, and are a scenario of their
 * own. Rows as the log-in writes them.
 */
export function signEverybodyIn(databaseUrl: string): Promise<SignedIn> {
  return withClient(databaseUrl, async (client) => {
    const tenants = await client.query<{ id: string }>('select id from tenants where slug = $1', [slug]);
    const tenant = tenants.rows[0]?.id ?? '';
    await client.query("select set_config('tieline.tenant', $1, false)", [tenant]);
    const { rows } = await client.query<{ seat: string; person: string; email: string }>(
      `select s.id as seat, p.id as person, p.email from seats s
       join people p on p.tenant_id = s.tenant_id and p.id = s.person_id
       where s.tenant_id = $1`,
      [tenant],
    );
    const devices = rows.map((row) => ({ ...row, secret: randomBytes(32).toString('base64url') }));
    await client.query(
      `insert into sessions (tenant_id, id, person_id, seat_id, token_hash, device, expires_at)
       select $1, gen_random_uuid(), person, seat, hash, 'Benchmark', now() + interval '1 day'
       from unnest($2::uuid[], $3::uuid[], $4::bytea[]) as device (person, seat, hash)`,
      [
        tenant,
        devices.map((device) => device.person),
        devices.map((device) => device.seat),
        devices.map((device) => createHash('sha256').update(device.secret).digest()),
      ],
    );
    await client.query('analyze');
    const sessions = devices.map(({ email, seat, secret }): [string, Session] => [
      email,
      { email, seat, token: `${tenant}.${secret}` },
    ]);
    return { tenant, sessions: new Map(sessions) };
  });
}
