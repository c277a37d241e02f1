/** What components may know: one context for each thing that changes at its own pace. */

import { createContext, useContext } from "react";

import type { History } from "../chart/History.ts";
import { SetupError } from "../errors.ts";
import type { LinkStatus } from "../feed/FeedLink.ts";
import type { Portfolio, PortfolioAction } from "../portfolio/portfolio.ts";
import { NO_PRICES, type Prices } from "../prices/prices.ts";
import type { Settings } from "../settings.ts";

/** The portfolio, what changes it, and what went wrong with keeping it. */
export interface PortfolioState {
  readonly portfolio: Portfolio;
  readonly problem: string | null;
  readonly dispatch: (action: PortfolioAction) => void;
}

/** The last prices; changes with every frame. */
export const PricesContext = createContext<Prices>(NO_PRICES);
/** How the link stands; changes rarely. */
export const LinkContext = createContext<LinkStatus>({ kind: "connecting" });
/** The portfolio; changes when somebody acts. */
export const PortfolioContext = createContext<PortfolioState | null>(null);
/** The points of the chart; never changes, only what is in it. */
export const HistoryContext = createContext<History | null>(null);
/** The settings; never change. */
export const SettingsContext = createContext<Settings | null>(null);

/** The last prices. */
export function usePrices(): Prices {
  return useContext(PricesContext);
}

/** How the link stands. */
export function useLink(): LinkStatus {
  return useContext(LinkContext);
}

/** The portfolio. */
export function usePortfolio(): PortfolioState {
  return given(useContext(PortfolioContext), "PortfolioProvider");
}

/** The points of the chart. */
export function useHistory(): History {
  return given(useContext(HistoryContext), "MarketProvider");
}

/** The settings. */
export function useSettings(): Settings {
  return given(useContext(SettingsContext), "MarketProvider");
}

function given<Value>(value: Value | null, provider: string): Value {
  if (value === null) {
    throw new SetupError(`put the component inside of ${provider}`);
  }
  return value;
}
