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
    // TODO(human)[chart-window]: put the value in the next place; once all are
    // taken, in the place of the oldest
    // Hint: `this.#next` says where; what comes after the last place?
    // Hint: the remainder of a division never reaches the divisor
    throw new Error("TODO(human): RingBuffer.push");
  }

  /** All values, the oldest first. */
  toArray(): Value[] {
    // TODO(human)[chart-window]: all values, the oldest first, in an array of
    // their own
    // Hint: in a full ring, where is the oldest? And in one that is not full?
    // Hint: two slices, one behind the other
    throw new Error("TODO(human): RingBuffer.toArray");
  }
}
