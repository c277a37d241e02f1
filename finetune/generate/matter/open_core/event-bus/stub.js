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
    // TODO(human): keep the listener, and hand back what removes it.
    throw new Error("Bus.on has no body yet");
  }
}
