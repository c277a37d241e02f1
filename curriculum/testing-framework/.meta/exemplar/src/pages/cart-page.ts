/** The cart, as a customer reads it. */

import type { Page } from "@playwright/test";

import { PageError } from "../errors.ts";

export interface CartLine {
  readonly product: string;
  readonly quantity: number;
  /** In cents. */
  readonly sum: number;
}

/** What lies in the cart, and what it costs. */
export class CartPage {
  readonly #page: Page;
  readonly #url: string;

  constructor(page: Page, shopUrl: string) {
    this.#page = page;
    this.#url = shopUrl;
  }

  /** Goes there. */
  async open(): Promise<void> {
    await this.#page.goto(`${this.#url}/cart`);
  }

  /** Every line of the table, without its head; an empty cart has none. */
  async lines(): Promise<readonly CartLine[]> {
    const rows = await this.#page.getByRole("row").all();
    return Promise.all(
      rows.slice(1).map(async (row) => {
        const product = await row.getByRole("rowheader").innerText();
        const cells = await row.getByRole("cell").allInnerTexts();
        return { product, quantity: Number(cells[0]), sum: centsOf(cells[2] ?? "") };
      }),
    );
  }

  /** What is to pay, in cents. */
  async total(): Promise<number> {
    return centsOf(await this.#page.getByRole("status", { name: "Total" }).innerText());
  }
}

/** An amount such as `€4.50`, in cents. */
export function centsOf(text: string): number {
  const found = /^€(\d+)\.(\d{2})$/.exec(text.trim());
  if (found === null) {
    throw new PageError(`${JSON.stringify(text)} is no amount such as €4.50`);
  }
  return Number(found[1]) * 100 + Number(found[2]);
}
