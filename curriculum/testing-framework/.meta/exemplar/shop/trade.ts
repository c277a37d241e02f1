/** Carts and orders. */

import { CATALOGUE, type Product } from "./catalogue.ts";

export interface Line {
  readonly product: Product;
  readonly quantity: number;
}

export interface Customer {
  readonly name: string;
  readonly email: string;
  readonly card: string;
}

/** What came of a wish: nothing to say, or a sentence for the customer. */
export type Refusal = string | undefined;

const FIRST_ORDER = 1001;

export class Trade {
  readonly #carts = new Map<string, Map<string, number>>();
  readonly #sold = new Map<string, number>();
  #orders = 0;

  /** What is left of a product. */
  left(product: Product): number {
    return product.stock - (this.#sold.get(product.id) ?? 0);
  }

  /** What lies in a visitor's cart, in the order of the catalogue. */
  lines(visitor: string): readonly Line[] {
    const cart = this.#carts.get(visitor);
    return CATALOGUE.flatMap((product) => {
      const quantity = cart?.get(product.id) ?? 0;
      return quantity > 0 ? [{ product, quantity }] : [];
    });
  }

  /** What a visitor's cart costs, in cents. */
  total(visitor: string): number {
    return this.lines(visitor).reduce((sum, line) => sum + line.product.price * line.quantity, 0);
  }

  /** Puts something into a visitor's cart. */
  add(visitor: string, id: string, quantity: number): Refusal {
    const product = CATALOGUE.find((one) => one.id === id);
    if (product === undefined) {
      return "We do not sell that.";
    }
    if (!Number.isInteger(quantity) || quantity < 1) {
      return "Take one or more.";
    }
    const cart = this.#carts.get(visitor) ?? new Map<string, number>();
    const wanted = (cart.get(id) ?? 0) + quantity;
    if (wanted > this.left(product)) {
      return `Only ${this.left(product)} of ${product.name} left.`;
    }
    this.#carts.set(visitor, cart.set(id, wanted));
    return undefined;
  }

  /** Sells what is in a visitor's cart; the number of the order, or why not. */
  order(visitor: string, customer: Customer): { order: number } | { refusal: string } {
    const lines = this.lines(visitor);
    const refusal = lines.length === 0 ? "Your cart is empty." : wrongIn(customer);
    if (refusal !== undefined) {
      return { refusal };
    }
    for (const { product, quantity } of lines) {
      this.#sold.set(product.id, (this.#sold.get(product.id) ?? 0) + quantity);
    }
    this.#carts.delete(visitor);
    this.#orders += 1;
    return { order: FIRST_ORDER + this.#orders - 1 };
  }
}

function wrongIn(customer: Customer): Refusal {
  if (customer.name.trim() === "") {
    return "Tell us your name.";
  }
  if (!/^\S+@\S+$/.test(customer.email)) {
    return "Tell us an email address.";
  }
  const digits = customer.card.replaceAll(" ", "");
  if (!/^\d{16}$/.test(digits)) {
    return "A card number has 16 digits.";
  }
  return digits.endsWith("0000") ? "The card was declined." : undefined;
}
