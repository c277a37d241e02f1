interface Node<T> {
  value: T;
  left: Node<T> | null;
  right: Node<T> | null;
}

export class Tree<T> {
  private top: Node<T> | null = null;
  size = 0;

  /** Puts a value in, once. */
  insert(value: T): boolean {
    let place: Node<T> | null = this.top;
    let above: Node<T> | null = null;
    while (place) {
      if (value === place.value) return false;
      above = place;
      place = value < place.value ? place.left : place.right;
    }
    const made = { value, left: null, right: null };
    if (!above) this.top = made;
    else if (value < above.value) above.left = made;
    else above.right = made;
    this.size += 1;
    return true;
  }

  /** All values in order. */
  *values(): Generator<T> {
    const waiting: Node<T>[] = [];
    let place = this.top;
    while (place || waiting.length) {
      while (place) {
        waiting.push(place);
        place = place.left;
      }
      const node = waiting.pop() as Node<T>;
      yield node.value;
      place = node.right;
    }
  }

  has(value: T): boolean {
    let place = this.top;
    while (place && place.value !== value) {
      place = value < place.value ? place.left : place.right;
    }
    return place !== null;
  }
}

/** Groups by what a function says of each. */
export function grouped<T, K>(items: Iterable<T>, key: (item: T) => K): Map<K, T[]> {
  const found = new Map<K, T[]>();
  for (const item of items) {
    const group = found.get(key(item)) ?? [];
    group.push(item);
    found.set(key(item), group);
  }
  return found;
}
