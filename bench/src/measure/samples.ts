/** A list of numbers that grows without boxing them: it takes hundreds of thousands a second. */
export interface Samples {
  add(value: number): void;
  clear(): void;
  /** A view, good until the next `add` or `clear`. */
  values(): Float64Array;
}

export function createSamples(): Samples {
  let room = new Float64Array(65_536);
  let used = 0;
  return {
    add: (value) => {
      if (used === room.length) {
        const larger = new Float64Array(room.length * 2);
        larger.set(room);
        room = larger;
      }
      room[used] = value;
      used += 1;
    },
    clear: () => {
      used = 0;
    },
    values: () => room.subarray(0, used),
  };
}
