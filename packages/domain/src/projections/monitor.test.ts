import { describe, expect, it } from 'vitest';
import { projectMessage } from './index.ts';
import { at, plainBody, richBody, storedMessage } from '../stored-message.fixture.ts';

describe('a message for a supervisor who looks on', () => {
  it('[MON-6] is what the two see, and nothing to answer to', () => {
    expect(projectMessage('monitor', storedMessage(richBody))).toStrictEqual({
      surface: 'monitor',
      id: 'conv-1.7',
      seq: 7,
      at,
      from: { seat: 'maya', kind: 'agent', name: 'Maya Lind' },
      html: '<p>Is it <b>7</b>?</p>',
    });
  });

  it('[MON-6] is escaped, with its links, when it was written as plain text', () => {
    expect(projectMessage('monitor', storedMessage(plainBody)).html).toBe(
      'a &lt; b<br><a href="https://tieline.test/" rel="noopener noreferrer nofollow" target="_blank">https://tieline.test</a>',
    );
  });
});
