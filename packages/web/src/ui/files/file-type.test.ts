import { expect, it } from 'vitest';
import { describeType } from './file-type.ts';

it.each([
  ['application/pdf', 'PDF', 'text'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'Excel', 'sheet'],
  ['text/plain; charset=utf-8', 'TXT', 'text'],
  ['image/png', 'PNG', 'image'],
  ['video/mp4', 'MP4', 'video'],
  ['audio/x-wav', 'WAV', 'audio'],
  ['application/octet-stream', '', 'other'],
  ['', '', 'other'],
  ['application/vnd.some.long-name+xml', 'application/vnd.some.long-name+xml', 'other'],
  ['constructor', 'constructor', 'other'],
] as const)('%s is called %s', (type, label, kind) => {
  expect(describeType(type)).toEqual({ label, kind });
});
