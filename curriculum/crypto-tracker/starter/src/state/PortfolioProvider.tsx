/** Holds the portfolio and keeps it in the browser. */

import { type ReactNode, useMemo, useReducer, useState } from "react";

import { type PortfolioAction, portfolioReducer } from "../portfolio/portfolio.ts";
import { loadPortfolio, savePortfolio, type Store } from "../portfolio/storage.ts";
import { PortfolioContext } from "./contexts.ts";

/** What the provider takes. */
export interface PortfolioProviderProps {
  readonly store: Store;
  readonly children: ReactNode;
}

/** The provider of the portfolio. */
export function PortfolioProvider({ store, children }: PortfolioProviderProps): ReactNode {
  const [kept] = useState(() => loadPortfolio(store));
  const [portfolio, change] = useReducer(portfolioReducer, kept.portfolio);
  const [problem, setProblem] = useState(kept.problem);

  const state = useMemo(() => {
    const dispatch = (action: PortfolioAction): void => {
      change(action);
      setProblem(savePortfolio(store, portfolioReducer(portfolio, action)));
    };
    return { portfolio, problem, dispatch };
  }, [store, portfolio, problem]);
  return <PortfolioContext value={state}>{children}</PortfolioContext>;
}
