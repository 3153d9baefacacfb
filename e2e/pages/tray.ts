import type { TestFile } from '../files.ts';
import type { Chat } from './chat.ts';

/** What was attached and is not sent yet. */
export const trayOf = ({ section }: Chat) => section.getByRole('list', { name: 'Attached files' });

export const attach = ({ section }: Chat, ...files: TestFile[]) =>
  section.locator('input[type=file]:not([accept])').setInputFiles(files.map((file) => ({ ...file })));
