/** The coins that the page shows. */

/** One coin, as the exchange and as people call it. */
export interface Coin {
  readonly symbol: string;
  readonly code: string;
  readonly name: string;
}

/** In the order of the table. */
export const COINS: readonly Coin[] = [
  { symbol: "BTCUSDT", code: "BTC", name: "Bitcoin" },
  { symbol: "ETHUSDT", code: "ETH", name: "Ether" },
  { symbol: "SOLUSDT", code: "SOL", name: "Solana" },
  { symbol: "ADAUSDT", code: "ADA", name: "Cardano" },
  { symbol: "XRPUSDT", code: "XRP", name: "XRP" },
];

/** The coin of a symbol; a symbol that is not in the list stands for itself. */
export function coinOf(symbol: string): Coin {
  return COINS.find((coin) => coin.symbol === symbol) ?? { symbol, code: symbol, name: symbol };
}
