export { unsetOptions } from '@tieline/domain';
export { type NodeOptions, type RunningNode, startNode } from './compose.ts';
export type { FilesConfig } from './files/node-files.ts';
export { openStore, type Store } from './store/store.ts';
export { ConnectionLost } from './store/faults.ts';
export { applyCompany } from './features/companies/apply-company.ts';
export { type CompanyFile, parseCompanyFile } from './companies/company-file.ts';
export { hashPassword, type PasswordCost } from './credentials/passwords.ts';
export { defaultLimits, type NodeLimits } from './node/limits.ts';
