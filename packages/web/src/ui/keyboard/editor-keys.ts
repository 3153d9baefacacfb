/** Behind the command key, what each tool of the console's editor listens to. */
export const editorKeys = {
  bold: 'B',
  italic: 'I',
  underline: 'U',
  strike: 'Shift S',
  bullets: 'Shift 8',
  numbers: 'Shift 7',
  quote: 'Shift B',
  code: 'E',
  codeBlock: 'Alt C',
  undo: 'Z',
  redo: 'Shift Z',
  link: 'Shift U',
} as const;
