import { commands } from '@tieline/protocol';
import Type from 'typebox';
import { describe, expect, it } from 'vitest';
import { compileCheck } from './check-schema.ts';

const check = compileCheck(
  Type.Object({ list: Type.Array(Type.Integer(), { maxItems: 3 }), deep: Type.Null() }),
);
const watch = compileCheck(commands['watch-presence'].input);
const entry = { roster: 'directory', seat: '0a1b2c3d-0000-4000-8000-00000000000a' };

describe('what is wrong with a value', () => {
  it.each([
    [{ list: [1, 'two'], deep: null }, 'list.1: must be integer'],
    [{ list: [1, 2, 3, 4], deep: null }, 'list: must not have more than 3 items'],
    [{ list: [], deep: [] }, 'deep: must be null'],
    [[], 'must be object'],
  ])('%j: is said by the path of its field', (value, problem) => {
    expect(check(value)).toEqual({ ok: false, problem });
  });

  it('is said of a list that is far too long', () => {
    const entries = Array.from({ length: 501 }, () => entry);
    expect(watch({ entries: entries.slice(1) })).toMatchObject({ ok: true });
    expect(watch({ entries })).toEqual({ ok: false, problem: 'entries: must not have more than 500 items' });
  });

  it('is looked for in the first parts of it, however many there are', () => {
    let looks = 0;
    const item = {
      get at() {
        looks += 1;
        return 'x';
      },
    };
    const list: unknown[] = Array.from({ length: 50_000 }, () => item);
    expect(check({ list, deep: null })).toMatchObject({ ok: false });
    expect(looks).toBeGreaterThan(0);
    expect(looks).toBeLessThan(3000);
  });

  it('is found where parts lie deeper than any stack', () => {
    let deep: unknown = [];
    for (let at = 0; at < 100_000; at += 1) deep = [deep];
    expect(check({ list: [], deep })).toEqual({ ok: false, problem: 'deep: must be null' });
  });
});
