import { optionsOf, releaseOf, type TenantFacts } from '@tieline/domain';
import type { Mode, OptionSettings, Preset, Release, TenantId } from '@tieline/protocol';
import type { Store, TenantDb } from './store.ts';

/** A company counts its changes. */
export interface Revisions {
  /** How many there were. */
  readonly revision: number;
  /** The newest one of what concerns the whole company; the others are of single seats. */
  readonly settingsRevision: number;
}

export interface TenantRecord extends Revisions {
  readonly facts: TenantFacts;
  readonly slug: string;
  readonly name: string;
  /** As the company says it; `facts` have what holds by it. */
  readonly release: Release;
  readonly optionSettings: OptionSettings;
  readonly monitoring: 'on' | 'off';
  readonly transcripts: 'on' | 'off';
  /** Bytes of one file, and of all files of the company, at most. */
  readonly largestFile: number;
  readonly fileQuota: number;
}

interface Row extends TenantFactsRow {
  id: TenantId;
  slug: string;
  name: string;
  monitoring: 'on' | 'off';
  transcripts: 'on' | 'off';
  largest_file: number;
  file_quota: number;
  revision: number;
  settings_revision: number;
}

/** What a tenant's row holds of its options. */
export interface OptionsRow {
  preset: Preset | null;
  options: Partial<OptionSettings['options']>;
}

/** What a tenant's row holds of its facts. */
export interface TenantFactsRow extends OptionsRow {
  mode: Mode;
  release: Release;
}

const columns = `id, slug, name, mode, release, preset, options, monitoring, transcripts, largest_file, file_quota,
  revision, settings_revision`;

export function optionSettingsOf({ preset, options }: OptionsRow): OptionSettings {
  return {
    preset,
    options: {
      typing_across: options.typing_across ?? null,
      agent_signals: options.agent_signals ?? null,
      agent_files: options.agent_files ?? null,
      agent_presence_in_office: options.agent_presence_in_office ?? null,
      office_receipts: options.office_receipts ?? null,
    },
  };
}

export function tenantFactsOf(id: TenantId, row: TenantFactsRow): TenantFacts {
  const settings = optionSettingsOf(row);
  return { id, mode: row.mode, release: releaseOf(settings, row.release), options: optionsOf(settings) };
}

function toRecord(row: Row): TenantRecord {
  return {
    facts: tenantFactsOf(row.id, row),
    slug: row.slug,
    name: row.name,
    release: row.release,
    optionSettings: optionSettingsOf(row),
    monitoring: row.monitoring,
    transcripts: row.transcripts,
    largestFile: row.largest_file,
    fileQuota: row.file_quota,
    revision: row.revision,
    settingsRevision: row.settings_revision,
  };
}

/** The tenant that the connection acts for. Throws where it is gone. */
export async function loadTenant(db: TenantDb): Promise<TenantRecord> {
  const [row] = await db.query<Row>(`select ${columns} from tenants where id = $1`, [db.tenant]);
  if (!row) throw new Error('The tenant of this session does not exist any more');
  return toRecord(row);
}

export async function loadTenantBySlug(store: Store, slug: string): Promise<TenantRecord | null> {
  const [row] = await store.shared<Row>(`select ${columns} from tenants where slug = $1`, [slug]);
  return row ? toRecord(row) : null;
}

/** How far each of these companies has been changed: what was concluded from an earlier revision may hold no more. */
export async function loadRevisions(
  store: Store,
  tenants: readonly TenantId[],
): Promise<Map<TenantId, Revisions>> {
  const rows = await store.shared<Revisions & { id: TenantId }>(
    `select id, revision, settings_revision as "settingsRevision" from tenants where id = any($1::uuid[])`,
    [tenants],
  );
  return new Map(rows.map(({ id, ...revisions }) => [id, revisions]));
}

/** Whether there is any company at all; and whether one of this slug. */
export async function loadHasTenants(store: Store, slug: string | null): Promise<boolean> {
  const [row] = await store.shared<{ found: boolean }>(
    'select exists (select from tenants where $1::text is null or slug = $1) as found',
    [slug],
  );
  return row?.found === true;
}
