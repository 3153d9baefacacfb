import { LineLost, WireFault } from '@tieline/client';
import { wireError } from '@tieline/protocol';
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { faultText, noticeText, refusalText, wireText } from './sentences.ts';

const refusal = {
  rule: 'START-5',
  code: 'no-shared-group',
  sentence: 'The sentence of the server.',
} as const;

beforeAll(async () => {
  const translation = {
    connection: { none: 'Keine Verbindung.' },
    common: { failed: 'Das ging nicht.' },
    refusal: { 'no-shared-group': 'Keine gemeinsame Gruppe.' },
    notice: { 'receiver-logged-out': 'Nicht angemeldet.' },
    fault: { 'not-found': 'Das gibt es nicht.' },
  };
  await i18next.init({ lng: 'de', showSupportNotice: false, resources: { de: { translation } } });
});

describe('what a person reads', () => {
  it('of a refusal is in their language, or else what the server says', () => {
    expect(refusalText(refusal)).toBe('Keine gemeinsame Gruppe.');
    expect(refusalText({ ...refusal, code: 'of-a-newer-server' })).toBe('The sentence of the server.');
  });

  it('of a notice as well', () => {
    const notice = { code: 'receiver-logged-out', sentence: 'Said by the server.' };
    expect(noticeText(notice)).toBe('Nicht angemeldet.');
    expect(noticeText({ ...notice, code: 'of-a-newer-server' })).toBe('Said by the server.');
  });

  it('of an error is its refusal, where a rule has decided, and else what it is', () => {
    expect(wireText(wireError('refused', { refusal }))).toBe('Keine gemeinsame Gruppe.');
    expect(wireText(wireError('not-found'))).toBe('Das gibt es nicht.');
    const unknown = wireError('text-empty');
    expect(wireText(unknown)).toBe(unknown.sentence);
  });

  it('of a lost line is that there is none, and of anything else that it failed', () => {
    expect(faultText(new LineLost(null))).toBe('Keine Verbindung.');
    expect(faultText(new WireFault(wireError('not-found')))).toBe('Das gibt es nicht.');
    expect(faultText(new TypeError('of our own'))).toBe('Das ging nicht.');
  });
});
