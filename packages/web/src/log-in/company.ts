const key = 'tieline.company';

/** The company of the address (`?company=harbor`), else the one of the last log-in. */
export function companyAtStart(): string {
  return new URLSearchParams(location.search).get('company') ?? localStorage.getItem(key) ?? '';
}

export function rememberCompany(company: string): void {
  localStorage.setItem(key, company);
}
