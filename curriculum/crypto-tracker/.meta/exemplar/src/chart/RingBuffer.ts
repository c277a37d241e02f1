/** The last values of a stream, in memory that does not grow. */

/** Holds as many values as it was made for; the oldest goes when a new one needs its place. */
export class RingBuffer<Value> {
  readonly #slots: Value[] = [];
  readonly #capacity: number;
  /** Where the next value goes, once all places are taken. */
  #next = 0;

  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(`a ring of ${capacity} places holds nothing: pass a whole number from 1 up`);
    }
    this.#capacity = capacity;
  }

  /** How many values it holds. */
  get size(): number {
    return this.#slots.length;
  }

  /** Takes a value in, without moving any other. */
  push(value: Value): void {
    this.#slots[this.#next] = value;
    this.#next = (this.#next + 1) % this.#capacity;
  }

  /** All values, the oldest first. */
  toArray(): Value[] {
    const oldest = this.#slots.length < this.#capacity ? 0 : this.#next;
    return [...this.#slots.slice(oldest), ...this.#slots.slice(0, oldest)];
  }
}
