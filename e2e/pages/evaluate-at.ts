import { randomUUID } from 'node:crypto';
import type { Locator } from 'playwright-core';

/** What a function, given as a script, answers of an element: a script by itself is handed none. */
export async function evaluateAt<Value>(place: Locator, script: string): Promise<Value> {
  const name = `element-${randomUUID()}`;
  await place.evaluate((element: object, key) => Object.assign(globalThis, { [key]: element }), name);
  return place.page().evaluate<Value>(`(${script})(globalThis['${name}'])`);
}
