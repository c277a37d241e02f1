/** Adds to the portfolio. */

import { type FormEvent, type ReactNode, useState } from "react";

import { COINS } from "../coins.ts";
import { isAmount } from "../portfolio/storage.ts";
import { usePortfolio } from "../state/contexts.ts";

const REFUSAL = "Write both as numbers above zero, with at most 8 decimal places, such as 0.25.";

/** The form. */
export function BuyForm(): ReactNode {
  const { dispatch } = usePortfolio();
  const [problem, setProblem] = useState<string | null>(null);

  const buy = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    const [symbol, quantity, paid] = ["symbol", "quantity", "paid"].map((name) => String(fields.get(name)).trim());
    if (!symbol || !quantity || !paid || !isAmount(quantity) || !isAmount(paid)) {
      setProblem(REFUSAL);
      return;
    }
    setProblem(null);
    dispatch({ type: "portfolio/bought", position: { id: crypto.randomUUID(), symbol, quantity, paid } });
    form.reset();
  };

  return (
    <form onSubmit={buy} noValidate>
      <label htmlFor="buy-symbol">Coin</label>
      <select id="buy-symbol" name="symbol">
        {COINS.map((coin) => (
          <option key={coin.symbol} value={coin.symbol}>
            {coin.name}
          </option>
        ))}
      </select>
      <label htmlFor="buy-quantity">Quantity</label>
      <input id="buy-quantity" name="quantity" inputMode="decimal" autoComplete="off" />
      <label htmlFor="buy-paid">Price paid for one</label>
      <input id="buy-paid" name="paid" inputMode="decimal" autoComplete="off" />
      <button type="submit">Add</button>
      {problem !== null && <p role="alert">{problem}</p>}
    </form>
  );
}
