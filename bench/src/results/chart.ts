import type { MessageFigures } from '../scenarios/measure-messages.ts';

const width = 820;
const labelWidth = 130;
const valueWidth = 190;
const barHeight = 18;
const barStep = 24;
const groupGap = 34;

/** Readable on white and on black: GitHub shows a picture on whichever the reader has chosen. */
const style = `
  text { font: 13px system-ui, sans-serif; fill: #24292f; }
  .title { font-weight: 600; }
  .bar { fill: #8c959f; }
  .tieline { fill: #0969da; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .bar { fill: #6e7681; }
    .tieline { fill: #4493f8; }
  }`;

/** Messages a second of every system, a group of bars for each number in flight, as an SVG document. */
export function chartOf(messages: readonly MessageFigures[]): string {
  const most = Math.max(1, ...messages.map((figures) => figures.median.perSecond));
  const inFlights = [...new Set(messages.map((figures) => figures.inFlight))];
  const parts: string[] = [];
  let y = 0;
  for (const inFlight of inFlights) {
    y += groupGap;
    parts.push(`<text class="title" x="0" y="${y - 10}">${inFlight} in flight in each of 100 pairs</text>`);
    for (const figures of messages.filter((one) => one.inFlight === inFlight)) {
      parts.push(...barOf(figures, y, (width - labelWidth - valueWidth) / most));
      y += barStep;
    }
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y + 8}" role="img" aria-label="Messages a second">`,
    `<style>${style}\n</style>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function barOf({ system, median }: MessageFigures, y: number, scale: number): string[] {
  const length = Math.max(1, Math.round(median.perSecond * scale));
  const baseline = y + barHeight - 5;
  const rate = Math.round(median.perSecond).toLocaleString('en-US');
  const look = system === 'tieline' ? 'bar tieline' : 'bar';
  return [
    `<text x="${labelWidth - 10}" y="${baseline}" text-anchor="end">${escape(system)}</text>`,
    `<rect class="${look}" x="${labelWidth}" y="${y}" width="${length}" height="${barHeight}" rx="2"/>`,
    `<text x="${labelWidth + length + 8}" y="${baseline}">${rate}/s, p99 ${median.p99.toFixed(0)} ms</text>`,
  ];
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
