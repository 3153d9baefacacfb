import type { Locator, Page } from 'playwright-core';

/** The log-in page. */
export interface LogIn {
  readonly form: Locator;
  readonly problem: Locator;
  readonly reason: Locator;
  readonly choice: Locator;
  open(url: string, company: string): Promise<void>;
  submit(email: string, password: string): Promise<void>;
  choose(side: 'Office' | 'Contact center'): Promise<void>;
}

export function logInOf(page: Page): LogIn {
  const form = page.getByRole('form', { name: 'Log in' });
  const choice = page.getByRole('region', { name: 'Where do you want to work?' });
  return {
    form,
    problem: form.getByRole('alert'),
    reason: page.getByRole('status'),
    choice,
    open: async (url, company) => void (await page.goto(`${url}/?company=${company}`)),
    submit: async (email, password) => {
      await form.getByRole('textbox', { name: 'E-mail' }).fill(email);
      await form.getByLabel('Password', { exact: true }).fill(password);
      await form.getByRole('button', { name: 'Log in' }).click();
    },
    choose: (side) => choice.getByRole('button', { name: side }).click(),
  };
}
