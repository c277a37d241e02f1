/** Lists of a wine cellar. */

/**
 * The items by key, each group in the order of the list, and the groups in the order of their first items.
 * @template T, K
 * @param {Iterable<T>} items
 * @param {(item: T) => K} key is called once for each item
 * @returns {Map<K, T[]>}
 */
export function groupBy(items, key) {
  const groups = new Map();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

/** Lines as "Spain: 2". */
export function cellarList(bottles) {
  return [...groupBy(bottles, (one) => one.country)].map(([country, all]) => `${country}: ${all.length}`);
}
