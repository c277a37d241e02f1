/** Lists of a wine cellar. */

/**
 * The items by key, each group in the order of the list, and the groups in the order of their first items.
 * @template T, K
 * @param {Iterable<T>} items
 * @param {(item: T) => K} key is called once for each item
 * @returns {Map<K, T[]>}
 */
export function groupBy(items, key) {
  // TODO(human): put every item into the group of its key.
  throw new Error("groupBy has to be written");
}

/** Lines as "Spain: 2". */
export function cellarList(bottles) {
  return [...groupBy(bottles, (one) => one.country)].map(([country, all]) => `${country}: ${all.length}`);
}
