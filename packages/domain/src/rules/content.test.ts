import { conversationKinds } from '@tieline/protocol';
import { describe, expect, it } from 'vitest';
import { decideBody } from './content.ts';

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

  it('[CONT-7] customers write plain text and nothing else', () => {
    const write = (body: 'plain' | 'rich' | 'file') =>
      decideBody({ author: 'customer', kind: 'customer', body });
    expect(write('plain')).toEqual({ allowed: true, rule: 'CONT-7' });
    expect(write('rich')).toEqual(no('CONT-7', 'rich-not-from-customers'));
    expect(write('file')).toEqual(no('CONT-7', 'files-not-from-customers'));
  });
});
