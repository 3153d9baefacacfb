import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileBody, plainBody, richBody, storedMessage } from '../stored-message.fixture.ts';
import { projectExcerpt } from './excerpt.ts';
import { escapeText } from './html.ts';
import { projectMessage } from './index.ts';
import type { StoredBody } from './stored-message.ts';

const plain = (text: string): StoredBody => ({ format: 'plain', text });
const rich = (html: string, text: string): StoredBody => ({ format: 'rich', html, text });
const family = '👩‍👩‍👧‍👦';
const image = '<img src="image:7" alt="Plan &amp; gate" width="1" height="1">';

const lines: readonly (readonly [StoredBody, string])[] = [
  [plain('hello'), 'hello'],
  [plain('  one\n\n two\t3 '), 'one two 3'],
  [plainBody, 'a < b https://tieline.test'],
  [plain('x'.repeat(160)), 'x'.repeat(160)],
  [plain(family.repeat(161)), `${family.repeat(160)}…`],
  [richBody, 'Is it 7?'],
  [rich('<p>&amp;lt;b&amp;gt;</p>', '&lt;b&gt;'), '&lt;b&gt;'],
  [rich(`<p>See ${image}</p>`, 'See [Plan & gate]'), 'See [Plan & gate]'],
  [rich(`<p>${family.repeat(161)}</p>`, family.repeat(161)), `${family.repeat(160)}…`],
  [fileBody, 'plan <1>.png'],
];

describe('the excerpt of a message', () => {
  it.each(lines)('[CONT-8] is one line of plain text, or the name of the file: %#', (body, line) => {
    expect(projectExcerpt(storedMessage(body))).toBe(line);
  });

  /** [body, the field in a view of the office, of the console] */
  const fields: readonly (readonly [StoredBody, string | null, string | null])[] = [
    [plain('hello'), null, null],
    [plain('x'.repeat(160)), null, null],
    [plain('x'.repeat(161)), `${'x'.repeat(160)}…`, `${'x'.repeat(160)}…`],
    [plain('two\nlines'), 'two lines', 'two lines'],
    [plain('<b> & c'), null, '<b> & c'],
    [richBody, null, 'Is it 7?'],
    [fileBody, null, 'plan <1>.png'],
  ];

  it.each(fields)(
    '[CONT-8] is in a view that does not show that line anyway: %#',
    (body, office, inConsole) => {
      expect(projectMessage('office', storedMessage(body)).excerpt).toBe(office);
      expect(projectMessage('console', storedMessage(body)).excerpt).toBe(inConsole);
    },
  );

  const words = fc.array(
    fc.constantFrom('one', ' ', '\n', '&', '<b>', '🙂', '👩‍👧', '🇳🇴', 'e\u0301', '"', '\u00a0'),
    { maxLength: 900 },
  );

  it('[CONT-8] is the same in a list and in the view, so that a reload changes nothing', () => {
    fc.assert(
      fc.property(words, (row) => {
        const text = row.join('');
        const html = `<p>${escapeText(text)}</p><p><strong>end</strong></p>`;
        for (const body of [plain(text), rich(html, `${text}\nend`)]) {
          const message = storedMessage(body);
          const office = projectMessage('office', message);
          expect(office.excerpt ?? office.text).toBe(projectExcerpt(message));
          const formatted = projectMessage('console', message);
          expect(formatted.excerpt ?? formatted.html).toBe(projectExcerpt(message));
        }
      }),
    );
  });
});
