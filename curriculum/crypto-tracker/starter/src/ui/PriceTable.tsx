/** The last price of each coin, and how old it is. */

import type { ReactNode } from "react";

import { type Coin, COINS } from "../coins.ts";
import { changeOf, type Price } from "../prices/prices.ts";
import { ageInWords, ageOf, isStale } from "../prices/staleness.ts";
import { usePrices, useSettings } from "../state/contexts.ts";
import { useNow } from "../state/useNow.ts";
import { directionOf, formatChange, formatPrice } from "./format.ts";

const STEP_MS = 1000;

/** The table. */
export function PriceTable(): ReactNode {
  const prices = usePrices();
  const { staleAfterMs } = useSettings();
  const now = useNow(STEP_MS);
  return (
    <table>
      <caption>Prices in USDT</caption>
      <thead>
        <tr>
          <th scope="col">Coin</th>
          <th scope="col">Price</th>
          <th scope="col">24 h</th>
          <th scope="col">Updated</th>
        </tr>
      </thead>
      <tbody>
        {COINS.map((coin) => (
          <PriceRow key={coin.symbol} coin={coin} price={prices[coin.symbol]} now={now} limitMs={staleAfterMs} />
        ))}
      </tbody>
    </table>
  );
}

interface PriceRowProps {
  readonly coin: Coin;
  readonly price: Price | undefined;
  readonly now: number;
  readonly limitMs: number;
}

function PriceRow({ coin, price, now, limitMs }: PriceRowProps): ReactNode {
  const head = (
    <th scope="row">
      {coin.code} <span className="name">{coin.name}</span>
    </th>
  );
  if (price === undefined) {
    return (
      <tr>
        {head}
        <td colSpan={3}>no price yet</td>
      </tr>
    );
  }
  const change = changeOf(price);
  const isOld = isStale(price, now, limitMs);
  return (
    <tr className={isOld ? "stale" : undefined}>
      {head}
      <td>{formatPrice(price.close)}</td>
      <td className={directionOf(change)}>{formatChange(change)}</td>
      <td>
        {ageInWords(ageOf(price, now))}
        {isOld && <strong className="mark"> stale</strong>}
      </td>
    </tr>
  );
}
