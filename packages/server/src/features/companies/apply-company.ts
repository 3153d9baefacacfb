import { randomUUID } from 'node:crypto';
import type { TenantId } from '@tieline/protocol';
import type { CompanyFile } from '../../companies/company-file.ts';
import type { FileError } from '../../companies/file-error.ts';
import { planCompany } from '../../companies/plan-company.ts';
import { findNewPasswords, hashNewPasswords } from '../../companies/settle-passwords.ts';
import type { PasswordCost } from '../../credentials/passwords.ts';
import { loadSeatLock } from '../../store/attachments.ts';
import { loadCompany, loadCompanyLock } from '../../store/companies.ts';
import type { CompanyChange, CompanyState, UnmanagedPerson } from '../../store/company-records.ts';
import { loadTenantBySlug } from '../../store/load-tenant.ts';
import type { Store, TenantDb } from '../../store/store.ts';
import { writeCompany, writeNewTenant } from '../../store/write-company.ts';
import { type SignedOut, writeSignOut } from '../../store/write-sign-out.ts';
import { seatsOfChanges, seatsToSignOut, touchedSeats } from './affected-seats.ts';

export interface ApplyOptions {
  readonly store: Store;
  /** Only tells what would change. */
  readonly dryRun: boolean;
  /** People of the file who come from elsewhere are managed by it from now on; by default they are an error. */
  readonly takesOver?: boolean;
  /** What hashing a new password costs; as `passwordCost` by default. */
  readonly cost?: PasswordCost;
}

export type ApplyAnswer =
  | { readonly is: 'refused'; readonly errors: readonly FileError[] }
  | {
      readonly is: 'planned';
      readonly changes: readonly CompanyChange[];
      readonly unmanaged: readonly UnmanagedPerson[];
    }
  | {
      readonly is: 'applied';
      readonly tenant: TenantId;
      readonly changes: readonly CompanyChange[];
      readonly unmanaged: readonly UnmanagedPerson[];
      /** Sessions and agent chats that ended with it: of seats that lost their license, or whose password is new. */
      readonly signedOut: SignedOut;
    };

/** How often somebody else may change the company between our look at it and our lock on it. */
const attempts = 5;

/**
 * Makes a company what its file says, in one transaction. Done twice, the second time changes nothing. People who come
 * from elsewhere stay as they are. Passwords are hashed before the transaction; if the company is not the same under its
 * lock, everything is planned anew.
 */
export async function applyCompany(file: CompanyFile, options: ApplyOptions): Promise<ApplyAnswer> {
  const { store, dryRun, takesOver, cost } = options;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = await loadBefore(store, file.settings.slug);
    const newPasswords = await findNewPasswords(before, file);
    const plan = planCompany(before, file, newPasswords, takesOver);
    if (!plan.ok) return { is: 'refused', errors: plan.errors };
    const { changes, unmanaged } = plan;
    if (dryRun) return { is: 'planned', changes, unmanaged };
    const hashes = await hashNewPasswords(file, newPasswords, cost);
    const tenant = before?.tenant ?? (randomUUID() as TenantId);
    const signedOut = await store.transaction(tenant, async (db) => {
      if (!(await lock(db, before, file))) return null;
      await loadSeatLock(db, before ? seatsOfChanges(before, changes) : [], 'update');
      await writeCompany(db, changes, hashes, before ? touchedSeats(before, changes) : []);
      return writeSignOut(db, before ? seatsToSignOut(before, changes) : []);
    });
    if (signedOut) return { is: 'applied', tenant, changes, unmanaged, signedOut };
  }
  throw new Error(`The company ${file.settings.slug} is being changed by others all the time`);
}

async function loadBefore(store: Store, slug: string): Promise<CompanyState | null> {
  const tenant = await loadTenantBySlug(store, slug);
  return tenant && store.read(tenant.facts.id, loadCompany);
}

/** Whether the company is still what the plan was made for, and now stays so until the commit. */
async function lock(db: TenantDb, before: CompanyState | null, file: CompanyFile): Promise<boolean> {
  if (!before) return writeNewTenant(db, file.settings);
  await loadCompanyLock(db);
  return JSON.stringify(await loadCompany(db), withoutRenewed) === JSON.stringify(before, withoutRenewed);
}

/** A hash that was only renewed is no change of the company. */
function withoutRenewed(key: string, value: unknown): unknown {
  return key === 'passwordHash' ? undefined : value;
}
