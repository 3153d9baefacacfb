/** The map with one value changed; the same map where there is no such value or it stays the object it is. */
export function withUpdate<Key, Value>(
  map: ReadonlyMap<Key, Value>,
  key: Key,
  change: (current: Value) => Value,
): ReadonlyMap<Key, Value> {
  const current = map.get(key);
  if (current === undefined) return map;
  const next = change(current);
  return next === current ? map : new Map(map).set(key, next);
}

/** The map without one key; the same map where it does not hold it. */
export function without<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): ReadonlyMap<Key, Value> {
  if (!map.has(key)) return map;
  const next = new Map(map);
  next.delete(key);
  return next;
}
