import { describe, expect, it } from 'vitest';
import { projectMessage } from './index.ts';
import { at, fileBody, fromOffice, plainBody, richBody, storedMessage } from '../stored-message.fixture.ts';

const author = { seat: 'maya', kind: 'agent', name: 'Maya Lind' };

describe('a message in the office', () => {
  it('[CONT-2] is the plain text as it was written', () => {
    expect(projectMessage('office', storedMessage(plainBody, { sender: fromOffice }))).toStrictEqual({
      surface: 'office',
      id: 'conv-1.7',
      seq: 7,
      rev: 9,
      at,
      from: { seat: 'priya', kind: 'office', name: 'Priya Nair' },
      clientId: null,
      text: 'a < b\nhttps://tieline.test',
      excerpt: 'a < b https://tieline.test',
      formatted: null,
      file: null,
      change: null,
      reactions: [],
      fate: null,
    });
  });

  it('[CONT-3] is a plain excerpt of rich text, with the page that shows it formatted', () => {
    expect(projectMessage('office', storedMessage(richBody))).toStrictEqual({
      surface: 'office',
      id: 'conv-1.7',
      seq: 7,
      rev: 9,
      at,
      from: author,
      clientId: null,
      text: 'Is it 7?',
      excerpt: null,
      formatted: '/formatted/conv-1/7',
      file: null,
      change: null,
      reactions: [],
      fate: null,
    });
  });

  it('[CONT-3] is shortened when the rich text is long, never in the middle of a character', () => {
    const textOf = (text: string) =>
      projectMessage('office', storedMessage({ format: 'rich', html: '<p>long</p>', text })).text;
    expect(textOf('x'.repeat(600))).toBe('x'.repeat(600));
    expect(textOf('x'.repeat(601))).toBe(`${'x'.repeat(600)}…`);
    expect(textOf('🙂'.repeat(700))).toBe(`${'🙂'.repeat(600)}…`);
    expect(textOf(`x${'🙂'.repeat(700)}`)).toBe(`x${'🙂'.repeat(599)}…`);
  });

  it('[CONT-3] is shortened beside an address, never within one, which would lead elsewhere', () => {
    const textOf = (text: string) =>
      projectMessage('office', storedMessage({ format: 'rich', html: '<p>long</p>', text })).text;
    const start = 'x'.repeat(580);
    expect(textOf(`${start} https://harbor.example/dock/7 and so on`)).toBe(
      `${start} https://harbor.example/dock/7…`,
    );
    expect(textOf(`${start} https://harbor.example/${'a'.repeat(3000)}`)).toBe(`${start}…`);
  });

  it('[CONT-2] is never shortened when it is plain', () => {
    const text = 'x'.repeat(5000);
    expect(projectMessage('office', storedMessage({ format: 'plain', text })).text).toBe(text);
  });

  it('[CONT-6] is a file in full, with its preview', () => {
    expect(projectMessage('office', storedMessage(fileBody, { sender: fromOffice }))).toStrictEqual({
      surface: 'office',
      id: 'conv-1.7',
      seq: 7,
      rev: 9,
      at,
      from: { seat: 'priya', kind: 'office', name: 'Priya Nair' },
      clientId: null,
      text: 'plan <1>.png',
      excerpt: null,
      formatted: null,
      file: {
        name: 'plan <1>.png',
        type: 'image/png',
        size: 2048,
        href: '/files/office/conv-1/f-1',
        preview: 'image',
        picture: {
          width: 640,
          height: 480,
          thumbnail: '/files/office/conv-1/f-1/thumbnail',
          large: '/files/office/conv-1/f-1/large',
        },
      },
      change: null,
      reactions: [],
      fate: null,
    });
  });

  it('[DEL-4] says that the agent was logged out', () => {
    const message = storedMessage(plainBody, { sender: fromOffice });
    expect(projectMessage('office', message).fate).toBeNull();
    expect(projectMessage('office', { ...message, missed: true }).fate).toBe('receiver-logged-out');
  });
});
