import type { NodeLimits } from '../../node/limits.ts';
import { createBudgets } from '../limits/budgets.ts';
import type { Account } from './known-devices.ts';
import { createSlowLine } from './slow-queue.ts';

export interface LogInTry extends Account {
  readonly address: string;
  /** The name of a browser that this account has logged in with; null: it is not known. */
  readonly device: string | null;
}

/**
 * Slows down who guesses passwords, and nobody else: only what fails counts, and a browser that the account has logged
 * in with has a count of its own, so that nobody can be locked out by what others try.
 */
export interface LogInGuard {
  /** Null: not now. Otherwise called with what came of it. */
  enter(attempt: LogInTry): Promise<((failed: boolean) => void) | null>;
}

const minuteMs = 60_000;
/** Companies that one address may use up the log-ins of: names cost nothing, and each try costs a hash. */
const companiesOfAddress = 10;
/** How often more a password may be wrong from all addresses together, in an hour. */
const allAddresses = 10;
/** An account that is being guessed at still takes the right password, one try after the other. */
const waiting = 8;

export function createLogInGuard({
  perAddress,
  perAccount,
  apartMs,
}: Omit<NodeLimits['logIn'], 'failedStepMs'>): LogInGuard {
  const byAddress = createBudgets(perAddress * companiesOfAddress, minuteMs);
  const byCompany = createBudgets(perAddress, minuteMs);
  const byAccount = createBudgets(perAccount, minuteMs);
  const byAccountAnywhere = createBudgets(perAccount * allAddresses, 60 * minuteMs);
  const line = createSlowLine({ apartMs, waiting });

  return {
    enter: async ({ address, company, email, device }) => {
      const account = JSON.stringify([company, email]);
      if (device !== null && byAccount.take(device))
        return (failed) => {
          if (!failed) byAccount.giveBack(device);
        };
      const ofCompany = JSON.stringify([address, company]);
      const taken: (() => void)[] = [];
      const giveBack = (): void => {
        for (const back of taken) back();
      };
      for (const [budgets, key] of [
        [byAddress, address],
        [byCompany, ofCompany],
      ] as const) {
        if (!budgets.take(key)) {
          giveBack();
          return null;
        }
        taken.push(() => budgets.giveBack(key));
      }
      const here = `${ofCompany} ${email}`;
      const isFree = byAccount.take(here);
      if (isFree) taken.push(() => byAccount.giveBack(here));
      const isFreeAnywhere = byAccountAnywhere.take(account);
      if (isFreeAnywhere) taken.push(() => byAccountAnywhere.giveBack(account));
      if ((!isFree || !isFreeAnywhere) && !(await line.pass(account, address))) {
        giveBack();
        return null;
      }
      return (failed) => {
        if (!failed) giveBack();
      };
    },
  };
}
