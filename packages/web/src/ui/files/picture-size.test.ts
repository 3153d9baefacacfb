import { expect, it } from 'vitest';
import { frameOf } from './picture-size.ts';

it.each([
  ['a photo', { width: 4000, height: 3000 }, { width: 320, height: 240 }],
  ['a wide one', { width: 1600, height: 400 }, { width: 320, height: 80 }],
  ['a high one', { width: 600, height: 1200 }, { width: 120, height: 240 }],
  ['a small one stays small', { width: 100, height: 80 }, { width: 100, height: 80 }],
  ['a line is cropped', { width: 300, height: 9000 }, { width: 64, height: 240 }],
  ['a dot can be hit', { width: 1, height: 1 }, { width: 64, height: 64 }],
])('%s', (_what, picture, frame) => {
  expect(frameOf(picture)).toEqual(frame);
});
