/** Double-entry books of a small club, in cents. */

export interface Line {
  readonly account: string;
  readonly cents: bigint;
}

export class Unbalanced extends Error {
  override name = "Unbalanced";
}

export class Ledger {
  readonly #balances = new Map<string, bigint>();

  balance(account: string): bigint {
    return this.#balances.get(account) ?? 0n;
  }

  /** Books all lines, or none: throws Unbalanced unless their cents add up to zero. */
  post(lines: readonly Line[]): void {
    // TODO(human): hold the lines to the rule, then change the balances.
    throw new Error("Ledger.post: TODO");
  }
}
