import { describe, expect, it } from 'vitest';
import { chartOf } from './chart.ts';
import { messagesOf } from './results.fixture.ts';

const chart = chartOf([
  messagesOf('tieline', 1, 1000, 5),
  messagesOf('bare relay', 1, 4000, 2),
  messagesOf('tieline', 16, 2000, 9),
]);

/** The names of the elements; throws unless every one is closed by its own end. */
function elementsOf(document: string): string[] {
  const names: string[] = [];
  const open: string[] = [];
  for (const [, slash, name = '', rest = ''] of document.matchAll(
    /<(\/?)([a-z]+)((?: [\w:-]+="[^"<]*")*\/?)>/g,
  )) {
    if (slash !== '/') names.push(name);
    if (slash !== '/' && !rest.endsWith('/')) open.push(name);
    if (slash === '/' && open.pop() !== name) throw new Error(`</${name}> ends what it did not begin`);
  }
  if (open.length > 0) throw new Error(`${open.join(', ')} did not end`);
  return names;
}

describe('the chart', () => {
  it('is a well-formed document, with a bar for each system and load', () => {
    const names = elementsOf(chart);
    expect(names[0]).toBe('svg');
    expect(names.filter((name) => name === 'rect')).toHaveLength(3);
    // Nothing but tags begins with "<", and nothing is escaped that need not be.
    expect(chart.split('<').length - 1).toBe(
      2 * names.length - names.filter((name) => name === 'rect').length,
    );
    expect(chart).not.toContain('&');
  });

  it('draws bars as long as the rates are high', () => {
    const widths = [...chart.matchAll(/<rect[^>]* width="(\d+)"/g)].map(([, width]) => Number(width));
    expect(widths[1]).toBe(500);
    expect(widths).toEqual([125, 500, 250]);
  });

  it('brings colours for a dark page', () => {
    expect(chart).toContain('prefers-color-scheme: dark');
  });
});
