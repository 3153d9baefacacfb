/** Class names, without the parts that do not apply. */
export function join(...parts: readonly (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(' ');
}
