// @environment page
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { companyAtStart, rememberCompany } from './company.ts';

const visit = (search: string) => void vi.stubGlobal('location', { search });

beforeEach(() => visit(''));
afterEach(() => {
  localStorage.clear();
  vi.unstubAllGlobals();
});

it('the company of the address is filled in, else the one of the last log-in', () => {
  expect(companyAtStart()).toBe('');
  rememberCompany('harbor');
  expect(companyAtStart()).toBe('harbor');
  visit('?company=pier&reason=expired');
  expect(companyAtStart()).toBe('pier');
});
