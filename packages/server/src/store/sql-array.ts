/** The text form of a PostgreSQL array. The driver's own encoding of one costs more than all else that it does. */
export function sqlArray(values: readonly (string | number | boolean | null)[]): string {
  return `{${values.map(element).join(',')}}`;
}

const special = /[\\"]/;
const allSpecial = /[\\"]/g;

function element(value: string | number | boolean | null): string {
  if (value === null) return 'NULL';
  if (typeof value !== 'string') return String(value);
  return special.test(value) ? `"${value.replace(allSpecial, '\\$&')}"` : `"${value}"`;
}
