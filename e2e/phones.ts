/** Phones as people hold them, narrow and very narrow: touched, with a keyboard on the screen. */
export const phones = [
  ['390 wide', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }],
  ['320 wide', { viewport: { width: 320, height: 568 }, isMobile: true, hasTouch: true }],
] as const;

/** The same width on a desk, as a page has it at a high zoom: with a mouse and a keyboard of its own. */
export const narrowWindows = [
  ['390 wide', { viewport: { width: 390, height: 844 }, isMobile: false, hasTouch: false }],
  ['320 wide', { viewport: { width: 320, height: 568 }, isMobile: false, hasTouch: false }],
] as const;
