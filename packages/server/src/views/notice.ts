import { noticeSentences, type Stored } from '@tieline/protocol';

const missedNotice: Stored['notice'] = {
  rule: 'DEL-4',
  code: 'receiver-logged-out',
  sentence: noticeSentences['receiver-logged-out'],
};

/** What the sender should know of the fate of a message (DEL-4). */
export function noticeOf(missed: boolean): Stored['notice'] {
  return missed ? missedNotice : null;
}
