import { describe, expect, it } from 'vitest';
import { projectMessage } from './index.ts';
import { at, plainBody, richBody, storedMessage } from '../stored-message.fixture.ts';

describe('a message in the widget', () => {
  it("[CONT-7] is the agent's rich text under a name, with no seat and no message id", () => {
    expect(projectMessage('widget', storedMessage(richBody))).toStrictEqual({
      surface: 'widget',
      seq: 7,
      at,
      from: 'agent',
      name: 'Maya Lind',
      html: '<p>Is it <b>7</b>?</p>',
    });
  });

  it('[CONT-7] is escaped, with its links, when it was written as plain text', () => {
    expect(projectMessage('widget', storedMessage(plainBody)).html).toBe(
      'a &lt; b<br><a href="https://tieline.test/" rel="noopener noreferrer nofollow" target="_blank">https://tieline.test</a>',
    );
  });
});
