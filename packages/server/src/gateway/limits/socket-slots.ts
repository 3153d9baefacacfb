/** The place of one socket. */
export interface SocketPlace {
  /** From now on it may have to make room: `close` is called then, and the place is taken back. */
  mayGiveWay(close: () => void): void;
  /** Gives the place back, however often it is called. */
  leave(): void;
}

/** The sockets that a node has descriptors for. */
export interface SocketRoom {
  /**
   * A place for one more socket of a seat. Where none is left, the oldest socket of the seat that has most of them makes
   * room, as long as that seat still has no fewer than the newcomer's then. Null where nobody has to.
   */
  take(seat: string): SocketPlace | null;
}

interface Taken {
  close: (() => void) | null;
}

/** `onFull` is told each time that somebody is not let in. */
export function createSocketRoom(most: number, onFull: () => void = () => undefined): SocketRoom {
  const seats = new Map<string, Taken[]>();
  let count = 0;

  function remove(seat: string, place: Taken): void {
    const places = seats.get(seat);
    const at = places?.indexOf(place) ?? -1;
    if (!places || at === -1) return;
    places.splice(at, 1);
    if (places.length === 0) seats.delete(seat);
    count -= 1;
  }

  function makeRoom(beside: number): boolean {
    let largest = beside + 1;
    let oldest: { readonly seat: string; readonly place: Taken } | null = null;
    for (const [seat, places] of seats) {
      const place = places.find(({ close }) => close !== null);
      if (!place || places.length <= largest) continue;
      largest = places.length;
      oldest = { seat, place };
    }
    if (!oldest) return false;
    remove(oldest.seat, oldest.place);
    oldest.place.close?.();
    return true;
  }

  return {
    take: (seat) => {
      if (count >= most && !makeRoom(seats.get(seat)?.length ?? 0)) {
        onFull();
        return null;
      }
      const place: Taken = { close: null };
      const places = seats.get(seat);
      if (places) places.push(place);
      else seats.set(seat, [place]);
      count += 1;
      return {
        mayGiveWay: (close) => void (place.close = close),
        leave: () => remove(seat, place),
      };
    },
  };
}
