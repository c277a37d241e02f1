/** A small bus for events of a game. */
export class Bus {
  #listeners = new Map();

  /** Calls all listeners of an event with a value, in the order in which they came. */
  emit(event, value) {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) listener(value);
  }

  /**
   * Registers a listener.
   * @param {string} event
   * @param {(value: unknown) => void} listener
   * @returns {() => void} takes the listener off again; calling it twice does no harm
   */
  on(event, listener) {
    const known = this.#listeners.get(event) ?? new Set();
    known.add(listener);
    this.#listeners.set(event, known);
    return () => known.delete(listener);
  }
}
