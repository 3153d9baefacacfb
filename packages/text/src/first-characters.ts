/** The beginning of a text, cut between two characters. Costs what it returns, however long the text is. */
export function firstCharacters(text: string, count: number): string {
  // A character is one or two units of a string; one that the slice cuts in two is beyond the count.
  return Array.from(text.slice(0, 2 * count))
    .slice(0, count)
    .join('');
}
