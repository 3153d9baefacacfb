/** The map with one value changed; the same map where there is no such value or it stays the object it is. */
export function changed<Key, Value>(
  map: ReadonlyMap<Key, Value>,
  key: Key,
  change: (held: Value) => Value,
): ReadonlyMap<Key, Value> {
  const held = map.get(key);
  if (held === undefined) return map;
  const next = change(held);
  return next === held ? map : new Map(map).set(key, next);
}

/** The map without one key; the same map where it does not hold it. */
export function without<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): ReadonlyMap<Key, Value> {
  if (!map.has(key)) return map;
  const next = new Map(map);
  next.delete(key);
  return next;
}
