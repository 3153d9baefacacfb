/** The room that a picture of a message takes at most, in CSS pixels. */
const most = { width: 320, height: 240 };
/** What is narrower or flatter is cropped: nobody hits a line of a few pixels. */
const least = 64;

/** The size of a picture's frame before it is loaded, so that nothing jumps; in CSS pixels. */
export function frameOf(picture: { readonly width: number; readonly height: number }) {
  const scale = Math.min(most.width / picture.width, most.height / picture.height, 1);
  const fit = (side: number) => Math.max(least, Math.round(side * scale));
  return { width: fit(picture.width), height: fit(picture.height) };
}
