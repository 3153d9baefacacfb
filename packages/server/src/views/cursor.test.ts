import { describe, expect, it } from 'vitest';
import { readCursor, readMomentCursor, writeCursor } from './cursor.ts';

const id = '0198f2c4-7b1e-7000-8000-000000000001';
const moment = '2026-05-04T03:02:01.000Z';
const madeUp = (keys: unknown): string => Buffer.from(JSON.stringify(keys)).toString('base64url');

describe('a cursor', () => {
  it('is read as it was written', () => {
    expect(readCursor(writeCursor(['Zoë', id]))).toEqual(['Zoë', id]);
    expect(readMomentCursor(writeCursor([moment, id]))).toEqual({ at: moment, id });
    expect(readMomentCursor(writeCursor(['9999-12-31T23:59:59.999Z', id]))).toMatchObject({ id });
    expect(readMomentCursor(null)).toBeNull();
  });

  it.each([
    ['a year beyond those of the database', ['+275760-09-13T00:00:00.000Z', id]],
    ['a year before them', ['0000-01-01T00:00:00.000Z', id]],
    ['a year before our era', ['-000001-01-01T00:00:00.000Z', id]],
    ['a day that is none', ['2026-02-30T00:00:00.000Z', id]],
    ['no moment', ['infinity', id]],
    ['no id', [moment, 'x']],
    ['no text', [1, id]],
    ['one key', [moment]],
    ['no list', { at: moment, id }],
  ])('is broken with %s', (_, keys) => {
    expect(readMomentCursor(madeUp(keys))).toBe('broken');
  });

  it('is broken where it is no JSON at all', () => {
    expect(readMomentCursor('%%%')).toBe('broken');
  });
});
