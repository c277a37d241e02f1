/** The checkout, as a customer goes through it. */

import type { Page } from "@playwright/test";

import { PageError } from "../errors.ts";

export interface Customer {
  readonly name: string;
  readonly email: string;
  readonly card: string;
}

/** How a wish ended. */
export type Outcome =
  | { readonly kind: "ordered"; readonly order: number }
  | { readonly kind: "refused"; readonly reason: string };

/** Where a customer pays, and what the shop says to it. */
export class CheckoutPage {
  readonly #page: Page;
  readonly #url: string;

  constructor(page: Page, shopUrl: string) {
    this.#page = page;
    this.#url = shopUrl;
  }

  /** Goes there. */
  async open(): Promise<void> {
    await this.#page.goto(`${this.#url}/checkout`);
  }

  /** Fills the form and sends it. */
  async pay(customer: Customer): Promise<void> {
    await this.#page.getByLabel("Name").fill(customer.name);
    await this.#page.getByLabel("Email").fill(customer.email);
    await this.#page.getByLabel("Card number").fill(customer.card);
    await this.#page.getByRole("button", { name: /^Pay / }).click();
  }

  /** Waits for an order number or a refusal, whichever comes. */
  async outcome(): Promise<Outcome> {
    const number = this.#page.getByRole("status", { name: "Order number" });
    const refusal = this.#page.getByRole("alert");
    try {
      await number.or(refusal).waitFor();
    } catch (error) {
      const title = await this.#page.title();
      throw new PageError(`"${title}" shows neither an order number nor a refusal`, { cause: error });
    }
    return (await number.isVisible())
      ? { kind: "ordered", order: Number(await number.innerText()) }
      : { kind: "refused", reason: await refusal.innerText() };
  }
}
