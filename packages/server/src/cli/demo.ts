import { readdir } from 'node:fs/promises';
import { loadCompanyFile } from '../companies/load-company-file.ts';
import { printErrors } from '../companies/print-plan.ts';
import { demoFolder } from '../folders.ts';
import { applyCompany } from '../features/companies/apply-company.ts';
import { loadHasTenants } from '../store/load-tenant.ts';
import type { Store } from '../store/store.ts';

/** Creates the demo companies if there is no company at all. */
export async function seedDemo(store: Store): Promise<void> {
  if (await loadHasTenants(store, null)) return;
  const files = (await readdir(demoFolder)).filter((name) => name.endsWith('.yaml')).toSorted();
  for (const name of files) {
    const answer = await loadCompanyFile(`${demoFolder}${name}`);
    if (!answer.ok) throw new Error(printErrors(name, answer.errors));
    await applyCompany(answer.file, { store, dryRun: false });
  }
}
