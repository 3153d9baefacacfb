import { noticeSentences } from '@tieline/protocol';
import { describe, expect, it } from 'vitest';
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import rules from './rules.json' with { type: 'json' };
import { languageFor } from './texts.ts';

type Catalog = { readonly [key: string]: string | Catalog };

function flat(catalog: Catalog, path = ''): ReadonlyMap<string, string> {
  const found = Object.entries(catalog).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as const] : [...flat(value, `${path}${key}.`)],
  );
  return new Map(found);
}

const variables = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).toSorted();

describe('the German catalog', () => {
  const english = flat(en);
  const german = flat(de);

  it('has every text of the English one', () => {
    expect(english.size).toBeGreaterThan(100);
    expect([...english.keys()].filter((key) => !german.has(key))).toEqual([]);
  });

  it('has no text of its own beyond sentences that the server else says in English', () => {
    const own = [...german.keys()].filter(
      (key) => !english.has(key) && !/^(refusal|fault|notice)\./.test(key),
    );
    expect(own).toEqual([]);
  });

  it('fills in the same things', () => {
    for (const [key, text] of english)
      expect([key, variables(german.get(key) ?? '')]).toEqual([key, variables(text)]);
  });
});

it('the language is the chosen one, else the first of the browser that there is, else English', () => {
  expect(languageFor('de', ['en-GB'])).toBe('de');
  expect(languageFor('system', ['fr-FR', 'de-AT', 'en'])).toBe('de');
  expect(languageFor('system', ['fr-FR'])).toBe('en');
  expect(languageFor('constructor', ['toString'])).toBe('en');
});

it('each notice of the server has a German sentence', () => {
  expect(Object.keys(de.notice)).toEqual(Object.keys(noticeSentences));
});

it('each rule that a screen explains is explained in both languages', () => {
  expect(Object.keys(rules.en).length).toBeGreaterThan(10);
  expect(Object.keys(rules.de)).toEqual(Object.keys(rules.en));
});
