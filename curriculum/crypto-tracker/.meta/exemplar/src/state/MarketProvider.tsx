/** Opens the market while the page is there, and hands what it says to the components below. */

import { type ReactNode, useEffect, useReducer, useState } from "react";

import { History } from "../chart/History.ts";
import type { LinkStatus } from "../feed/FeedLink.ts";
import { type LinkChanged, openMarket } from "../live/openMarket.ts";
import type { Stats } from "../live/LiveMarket.ts";
import { NO_PRICES, type Prices, type PricesReceived, pricesReducer } from "../prices/prices.ts";
import type { Settings } from "../settings.ts";
import { HistoryContext, LinkContext, PricesContext, SettingsContext } from "./contexts.ts";

interface MarketState {
  readonly prices: Prices;
  readonly link: LinkStatus;
}

declare global {
  /** What `?diagnostics` in the address adds to the page, for measuring. */
  var cryptoTracker: { stats(): Stats } | undefined;
}

const BEGIN: MarketState = { prices: NO_PRICES, link: { kind: "connecting" } };

function marketReducer(state: MarketState, action: PricesReceived | LinkChanged): MarketState {
  switch (action.type) {
    case "prices/received": {
      const prices = pricesReducer(state.prices, action);
      return prices === state.prices ? state : { ...state, prices };
    }
    case "link/changed":
      return { ...state, link: action.status };
  }
}

/** The provider of prices, link, history and settings. */
export function MarketProvider({ settings, children }: MarketProviderProps): ReactNode {
  const [state, dispatch] = useReducer(marketReducer, BEGIN);
  const [history] = useState(() => new History());

  useEffect(() => {
    const market = openMarket(settings, history, dispatch);
    if (settings.showsDiagnostics) {
      globalThis.cryptoTracker = { stats: () => market.stats() };
    }
    return () => {
      globalThis.cryptoTracker = undefined;
      market.stop();
    };
  }, [settings, history]);

  return (
    <SettingsContext value={settings}>
      <HistoryContext value={history}>
        <LinkContext value={state.link}>
          <PricesContext value={state.prices}>{children}</PricesContext>
        </LinkContext>
      </HistoryContext>
    </SettingsContext>
  );
}

/** What the provider takes. */
export interface MarketProviderProps {
  readonly settings: Settings;
  readonly children: ReactNode;
}
