/** One column, tabs at the bottom: below the width that the styles call `md`. */
export function isPhone(): boolean {
  return matchMedia('(max-width: 47.99rem)').matches;
}

/** What is touched is typed on a keyboard of the screen, unless somebody has connected another one. */
export function hasTouchKeyboard(): boolean {
  return matchMedia('(pointer: coarse)').matches;
}

/** A touch screen opens its keyboard over the chat when a field takes the focus: there, nothing takes it by itself. */
export function opensKeyboard(): boolean {
  return isPhone() || matchMedia('(hover: none)').matches;
}
