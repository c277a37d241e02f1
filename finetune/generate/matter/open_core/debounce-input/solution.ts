/** Only the latest of many answers counts. */

/**
 * The same function, except that a call which was overtaken by a later one resolves with undefined.
 * Nothing is cancelled; errors of the latest call are passed on.
 */
export function latest<A extends unknown[], R>(
  work: (...args: A) => Promise<R>,
): (...args: A) => Promise<R | undefined> {
  let newest = 0;
  return async (...args) => {
    const own = ++newest;
    const found = await work(...args);
    return own === newest ? found : undefined;
  };
}
