import { conversationKinds } from '@tieline/protocol';
import { describe, expect, it } from 'vitest';
import { decideBody as decide, decideFileForm } from './content.ts';
import { classicOptions, optionsOf } from './options.ts';
import { optionSettings } from '../facts.fixture.ts';

/** In a company in the classic form. */
const decideBody = (writing: Omit<Parameters<typeof decide>[0], 'options'>) =>
  decide({ ...writing, options: classicOptions });

const no = (rule: string, code: string) => ({ allowed: false, rule, code });

describe('what each side can write', () => {
  it('[CONT-1] the console writes rich text and plain text', () => {
    expect(decideBody({ author: 'agent', kind: 'expert', body: 'rich' })).toEqual({
      allowed: true,
      rule: 'CONT-1',
    });
    expect(decideBody({ author: 'agent', kind: 'agent', body: 'rich' })).toEqual({
      allowed: true,
      rule: 'CONT-1',
    });
    expect(decideBody({ author: 'agent', kind: 'customer', body: 'plain' })).toEqual({
      allowed: true,
      rule: 'CONT-1',
    });
  });

  it.each(conversationKinds)(
    '[CONT-2] the office writes plain text and no rich text in a chat of kind %s',
    (kind) => {
      expect(decideBody({ author: 'office', kind, body: 'plain' })).toEqual({
        allowed: true,
        rule: 'CONT-2',
      });
      expect(decideBody({ author: 'office', kind, body: 'rich' })).toEqual(
        no('CONT-2', 'rich-not-from-office'),
      );
    },
  );

  it.each(['direct', 'room', 'expert'] as const)(
    '[CONT-4] the office sends files in a chat of kind %s',
    (kind) => {
      expect(decideBody({ author: 'office', kind, body: 'file' })).toEqual({ allowed: true, rule: 'CONT-4' });
    },
  );

  it.each(['agent', 'customer'] as const)('[CONT-4] no file enters a chat of kind %s', (kind) => {
    expect(decideBody({ author: 'office', kind, body: 'file' })).toEqual(
      no('CONT-4', 'files-not-in-conversation'),
    );
  });

  it.each(conversationKinds)('[CONT-4] the console sends no file in a chat of kind %s', (kind) => {
    expect(decideBody({ author: 'agent', kind, body: 'plain' }).allowed).toBe(true);
    expect(decideBody({ author: 'agent', kind, body: 'file' })).toEqual(
      no('CONT-4', 'files-not-from-console'),
    );
  });

  it.each([
    ['direct', no('OPT-4', 'files-not-in-conversation')],
    ['room', no('OPT-4', 'files-not-in-conversation')],
    ['expert', { allowed: true, rule: 'OPT-4' }],
    ['agent', { allowed: true, rule: 'OPT-4' }],
    ['customer', no('OPT-4', 'files-not-in-conversation')],
  ] as const)('[OPT-4] opened, the console sends files in expert and agent chats: %s', (kind, expected) => {
    for (const options of [
      optionsOf(optionSettings({ agent_files: 'on' })),
      optionsOf(optionSettings({}, 'today')),
    ])
      expect(decide({ author: 'agent', kind, body: 'file', options })).toEqual(expected);
    expect(decideBody({ author: 'agent', kind, body: 'file' })).toEqual(
      no('CONT-4', 'files-not-from-console'),
    );
  });

  it('[OPT-4] changes nothing for office and customers', () => {
    const options = optionsOf(optionSettings({ agent_files: 'on' }));
    expect(decide({ author: 'office', kind: 'expert', body: 'file', options })).toEqual({
      allowed: true,
      rule: 'CONT-4',
    });
    expect(decide({ author: 'office', kind: 'agent', body: 'file', options }).allowed).toBe(false);
    expect(decide({ author: 'customer', kind: 'customer', body: 'file', options })).toEqual(
      no('CONT-7', 'files-not-from-customers'),
    );
  });

  it('[CONT-7] customers write plain text and nothing else', () => {
    const write = (body: 'plain' | 'rich' | 'file') =>
      decideBody({ author: 'customer', kind: 'customer', body });
    expect(write('plain')).toEqual({ allowed: true, rule: 'CONT-7' });
    expect(write('rich')).toEqual(no('CONT-7', 'rich-not-from-customers'));
    expect(write('file')).toEqual(no('CONT-7', 'files-not-from-customers'));
  });
});

describe('in which form a reader gets what a message holds', () => {
  const itself = ['office', 'agent', 'customer'] as const;

  it.each(['itself', 'thumbnail', 'large'] as const)('[CONT-6] the office sees a file as %s', (form) => {
    expect(decideFileForm({ reader: 'office', use: 'file', form })).toEqual({
      allowed: true,
      rule: 'CONT-6',
    });
  });

  it.each(['agent', 'customer'] as const)(
    '[CONT-5] a file is a link for the %s, without a preview',
    (reader) => {
      expect(decideFileForm({ reader, use: 'file', form: 'itself' })).toEqual({
        allowed: true,
        rule: 'CONT-5',
      });
      for (const form of ['thumbnail', 'large'] as const)
        expect(decideFileForm({ reader, use: 'file', form })).toEqual(no('CONT-5', 'no-previews-here'));
    },
  );

  it.each(itself)('[CONT-1] an image in rich text is shown to the %s as it is stored', (reader) => {
    expect(decideFileForm({ reader, use: 'image', form: 'itself' })).toEqual({
      allowed: true,
      rule: 'CONT-1',
    });
    expect(decideFileForm({ reader, use: 'image', form: 'large' })).toEqual(no('CONT-1', 'no-previews-here'));
  });
});
