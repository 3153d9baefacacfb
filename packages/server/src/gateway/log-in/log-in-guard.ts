import type { NodeLimits } from '../../node/limits.ts';
import { createBudgets } from '../limits/budgets.ts';
import type { Account } from './known-devices.ts';
import { createSlowQueue } from './slow-queue.ts';

export interface LogInAttempt extends Account {
  readonly address: string;
  /** The name of a browser that this account has logged in with; null: it is not known. */
  readonly device: string | null;
}

/**
 * Slows down who guesses passwords, and nobody else: only failed attempts count, and a browser that the account has
 * logged in with has a budget of its own, so that the attempts of others lock nobody out.
 */
export interface LogInGuard {
  /** Null: the attempt is refused. Otherwise the function that it returns is to be called with the outcome. */
  begin(attempt: LogInAttempt): Promise<((failed: boolean) => void) | null>;
}

const minuteMs = 60_000;
/** At how many companies one address may use up its budget: company names can be invented, and each attempt costs a hash. */
const companiesOfAddress = 10;
/** The failures of an account in an hour from all addresses together, in budgets of one address in a minute. */
const addressesOfAccount = 10;
/** An account without a budget still takes the right password: its attempts go on, one after the other. */
const mostWaiting = 8;

export function createLogInGuard({
  perAddress,
  perAccount,
  apartMs,
}: Omit<NodeLimits['logIn'], 'failedStepMs'>): LogInGuard {
  const byAddress = createBudgets(perAddress * companiesOfAddress, minuteMs);
  const byCompany = createBudgets(perAddress, minuteMs);
  const byAccount = createBudgets(perAccount, minuteMs);
  const byAccountAnywhere = createBudgets(perAccount * addressesOfAccount, 60 * minuteMs);
  const queue = createSlowQueue({ apartMs, mostWaiting });

  return {
    begin: async ({ address, company, email, device }) => {
      const account = JSON.stringify([company, email]);
      if (device !== null && byAccount.take(device))
        return (failed) => {
          if (!failed) byAccount.giveBack(device);
        };
      const addressAtCompany = JSON.stringify([address, company]);
      const refunds: (() => void)[] = [];
      const giveBack = (): void => {
        for (const refund of refunds) refund();
      };
      for (const [budgets, key] of [
        [byAddress, address],
        [byCompany, addressAtCompany],
      ] as const) {
        if (!budgets.take(key)) {
          giveBack();
          return null;
        }
        refunds.push(() => budgets.giveBack(key));
      }
      const addressAtAccount = `${addressAtCompany} ${email}`;
      const hasBudget = byAccount.take(addressAtAccount);
      if (hasBudget) refunds.push(() => byAccount.giveBack(addressAtAccount));
      const hasBudgetAnywhere = byAccountAnywhere.take(account);
      if (hasBudgetAnywhere) refunds.push(() => byAccountAnywhere.giveBack(account));
      if ((!hasBudget || !hasBudgetAnywhere) && !(await queue.wait(account, address))) {
        giveBack();
        return null;
      }
      return (failed) => {
        if (!failed) giveBack();
      };
    },
  };
}
