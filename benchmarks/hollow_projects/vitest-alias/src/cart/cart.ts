import { type Money, plus } from "@/cart/money";
import { EventEmitter } from "node:events";

interface Line {
  name: string;
  price: Money;
  count: number;
}

/** What somebody wants to buy. */
export class Cart extends EventEmitter {
  #lines = new Map<string, Line>();

  get size(): number {
    return this.#lines.size;
  }

  /** Puts items in; those of one name stand on one line. */
  add(name: string, price: Money, count = 1): void {
    const known = this.#lines.get(name);
    if (known) {
      known.count += count;
    } else {
      this.#lines.set(name, { name, price, count });
    }
    this.emit("change", name);
  }

  /** Takes a line out; says whether it was there. */
  remove(name: string): boolean {
    const gone = this.#lines.delete(name);
    if (gone) this.emit("change", name);
    return gone;
  }

  /** The sum of all lines. */
  total(currency: string): Money {
    let sum: Money = { amount: 0, currency };
    for (const line of this.#lines.values()) {
      sum = plus(sum, { amount: line.price.amount * line.count, currency: line.price.currency });
    }
    return sum;
  }

  /** The names, the dearest first. */
  *names(): Generator<string> {
    const lines = [...this.#lines.values()].sort((a, b) => b.price.amount - a.price.amount);
    for (const line of lines) yield line.name;
  }

  static async load(read: () => Promise<Array<[string, number]>>): Promise<Cart> {
    const cart = new Cart();
    for (const [name, amount] of await read()) {
      cart.add(name, { amount, currency: "EUR" });
    }
    return cart;
  }
}
