import { draft, nameInChat } from './chats.ts';
import { entry } from './entries.ts';
import { account } from './account.ts';
import { fileName } from './files.ts';
import { formattedPage, plainMessage, richMessage } from './messages.ts';
import type { Place } from './place.ts';
import { search } from './searches.ts';

/** Everywhere that a text of a person is shown. */
export const places: readonly Place[] = [
  entry('name', 'office'),
  entry('name', 'console'),
  entry('title', 'office'),
  entry('department', 'console'),
  entry('group', 'console'),
  nameInChat(),
  account(),
  search(),
  draft('office'),
  draft('console'),
  fileName('office'),
  fileName('console'),
  plainMessage('office'),
  plainMessage('console'),
  richMessage('a rich message', 'console'),
  richMessage('a rich message behind a link to it', 'console'),
  richMessage('a rich message', 'office'),
  formattedPage('a rich message behind a link to it'),
];
