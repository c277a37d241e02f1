/** Last in, first out. */
export class Stack<T> {
  private items: T[] = [];

  get size(): number {
    return this.items.length;
  }

  /** Puts an item on top. */
  push(item: T): this {
    this.items.push(item);
    return this;
  }

  /** Takes the item from the top. */
  pop(): T {
    const item = this.items.pop();
    if (item === undefined) throw new Error("empty");
    return item;
  }

  static async from<T>(items: Iterable<T>): Promise<Stack<T>> {
    const made = new Stack<T>();
    for (const item of items) made.push(item);
    return made;
  }
}

/** Tries again as often as it is told. */
export async function retried<T>(work: () => Promise<T>, times: number): Promise<T> {
  for (let left = times; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (left <= 1) throw error;
    }
  }
}
