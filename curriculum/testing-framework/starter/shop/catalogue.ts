/** What the shop sells. Nothing here depends on the day, so every sum in a test is a number. */

export interface Product {
  readonly id: string;
  readonly name: string;
  /** In cents: money in fractions of a euro adds up wrongly. */
  readonly price: number;
  readonly stock: number;
}

export const CATALOGUE: readonly Product[] = [
  { id: "tea", name: "Green tea", price: 450, stock: 20 },
  { id: "mug", name: "Blue mug", price: 1200, stock: 3 },
  { id: "pot", name: "Tea pot", price: 3400, stock: 1 },
  { id: "spoon", name: "Measuring spoon", price: 250, stock: 0 },
];

/** An amount as people read it. */
export function euros(cents: number): string {
  return `€${(cents / 100).toFixed(2)}`;
}
