import { describe, expect, it } from 'vitest';
import { projectMessage } from './index.ts';
import { at, fileBody, fromOffice, plainBody, richBody, storedMessage } from '../stored-message.fixture.ts';

describe('a message in the console', () => {
  it('[CONT-1] is the rich text as it was stored', () => {
    expect(projectMessage('console', storedMessage(richBody))).toStrictEqual({
      surface: 'console',
      id: 'conv-1.7',
      seq: 7,
      rev: 9,
      at,
      from: { seat: 'maya', kind: 'agent', name: 'Maya Lind' },
      clientId: null,
      html: '<p>Is it <b>7</b>?</p>',
      excerpt: 'Is it 7?',
      file: null,
      missed: false,
      change: null,
    });
  });

  it('[CONT-2] is escaped, with its links, when it was written as plain text', () => {
    const view = projectMessage('console', storedMessage(plainBody, { sender: fromOffice }));
    expect(view.html).toBe(
      'a &lt; b<br><a href="https://tieline.test/" rel="noopener noreferrer nofollow" target="_blank">https://tieline.test</a>',
    );
    expect(view.file).toBeNull();
  });

  it('[CONT-5] is a file as a link with name, type and size: no preview, its name escaped', () => {
    expect(projectMessage('console', storedMessage(fileBody, { sender: fromOffice }))).toStrictEqual({
      surface: 'console',
      id: 'conv-1.7',
      seq: 7,
      rev: 9,
      at,
      from: { seat: 'priya', kind: 'office', name: 'Priya Nair' },
      clientId: null,
      html: 'plan &lt;1&gt;.png',
      excerpt: 'plan <1>.png',
      file: { name: 'plan <1>.png', type: 'image/png', size: 2048, href: '/files/console/conv-1/f-1' },
      missed: false,
      change: null,
    });
  });

  it('[DEL-4] is marked when it was sent while the agent was logged out', () => {
    const message = storedMessage(plainBody, { sender: fromOffice });
    expect(projectMessage('console', message).missed).toBe(false);
    expect(projectMessage('console', { ...message, missed: true }).missed).toBe(true);
  });
});
