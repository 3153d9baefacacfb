import { isolate } from '@tieline/text';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { readChoices } from '../account/choices.ts';
import en from './en.json';

/** Languages with a catalog, by their own name. */
export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur']);

function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(languages, tag);
}

/** The language a person chose, else the first of the browser's that has a catalog, else English. */
export function languageFor(choice: string, browser: readonly string[]): Language {
  const wanted = choice === 'system' ? browser : [choice];
  return wanted.map((tag) => tag.split('-')[0] ?? '').find(isLanguage) ?? 'en';
}

/** Dates and numbers as the reader's own country writes them, where the browser tells it for that language. */
export function localeFor(language: string, browser: readonly string[]): string {
  return browser.find((tag) => tag.split('-')[0] === language) ?? language;
}

function pageDirection(): 'ltr' | 'rtl' {
  return document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr';
}

/** Loads the catalog of `language` where it is not there yet, and turns the page to it. */
export async function showLanguage(language: Language): Promise<void> {
  if (language === 'de' && !i18next.hasResourceBundle('de', 'translation')) {
    const catalog = await import('./de.json');
    i18next.addResourceBundle('de', 'translation', catalog.default);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  document.documentElement.dir = rightToLeft.has(language) ? 'rtl' : 'ltr';
}

/** Call once, before the first render. */
export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    // The library would praise its maker in the console of everybody's browser.
    showSupportNotice: false,
    resources: { en: { translation: en } },
    // React escapes by itself. What is put into a sentence must not turn it around: a name in Hebrew, a file of a colleague.
    interpolation: { escapeValue: true, escape: (value: string) => isolate(value, pageDirection()) },
  });
  // Better in English than not at all, where a catalog does not come.
  await showLanguage(languageFor(readChoices().language, navigator.languages)).catch(() =>
    showLanguage('en'),
  );
}
