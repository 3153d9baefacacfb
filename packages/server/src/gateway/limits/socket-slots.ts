/** The slot of one socket. */
export interface SocketSlot {
  /** From now on the socket may be evicted: `close` is called then, and the slot is free again. */
  allowEviction(close: () => void): void;
  /** Frees the slot. Calling it again does nothing. */
  release(): void;
}

/** The sockets that a node has descriptors for. */
export interface SocketSlots {
  /**
   * A slot for one more socket of a seat. If all are in use, the oldest socket of the seat with the most sockets is
   * evicted, unless that seat would then have fewer than the new one. Null where none can be evicted.
   */
  take(seat: string): SocketSlot | null;
}

interface Slot {
  /** Null until the socket is served: only then can it be closed in favour of another one. */
  close: (() => void) | null;
}

/** `onFull` is called for each socket that gets no slot. */
export function createSocketSlots(most: number, onFull: () => void = () => undefined): SocketSlots {
  const seats = new Map<string, Slot[]>();
  let count = 0;

  function remove(seat: string, slot: Slot): void {
    const slots = seats.get(seat);
    const at = slots?.indexOf(slot) ?? -1;
    if (!slots || at === -1) return;
    slots.splice(at, 1);
    if (slots.length === 0) seats.delete(seat);
    count -= 1;
  }

  /** `ownSockets`: how many the seat of the new socket has already. */
  function evictFor(ownSockets: number): boolean {
    let largest = ownSockets + 1;
    let oldest: { readonly seat: string; readonly slot: Slot } | null = null;
    for (const [seat, slots] of seats) {
      const slot = slots.find(({ close }) => close !== null);
      if (!slot || slots.length <= largest) continue;
      largest = slots.length;
      oldest = { seat, slot };
    }
    if (!oldest) return false;
    remove(oldest.seat, oldest.slot);
    oldest.slot.close?.();
    return true;
  }

  return {
    take: (seat) => {
      if (count >= most && !evictFor(seats.get(seat)?.length ?? 0)) {
        onFull();
        return null;
      }
      const slot: Slot = { close: null };
      const slots = seats.get(seat);
      if (slots) slots.push(slot);
      else seats.set(seat, [slot]);
      count += 1;
      return {
        allowEviction: (close) => void (slot.close = close),
        release: () => remove(seat, slot),
      };
    },
  };
}
