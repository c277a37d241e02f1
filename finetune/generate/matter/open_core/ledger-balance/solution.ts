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
    const sum = lines.reduce((total, line) => total + line.cents, 0n);
    if (sum !== 0n) throw new Unbalanced(`${sum} cents are left over`);
    for (const { account, cents } of lines) {
      this.#balances.set(account, this.balance(account) + cents);
    }
  }
}
