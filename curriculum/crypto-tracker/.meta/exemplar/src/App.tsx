/** The page: what it is made of, each part in a boundary of its own. */

import type { ReactNode } from "react";

import { PriceChart } from "./chart/PriceChart.tsx";
import { ErrorBoundary, type Problem } from "./ui/ErrorBoundary.tsx";
import { PortfolioPanel } from "./ui/PortfolioPanel.tsx";
import { PriceTable } from "./ui/PriceTable.tsx";
import { StatusLine } from "./ui/StatusLine.tsx";

/** What the page takes. */
export interface AppProps {
  readonly report: (problem: Problem) => void;
}

/** The page. */
export function App({ report }: AppProps): ReactNode {
  return (
    <>
      <header>
        <h1>Crypto tracker</h1>
        <StatusLine />
      </header>
      <main>
        <section aria-labelledby="prices">
          <h2 id="prices">Prices</h2>
          <ErrorBoundary panel="The table of prices" report={report}>
            <PriceTable />
          </ErrorBoundary>
        </section>
        <section aria-labelledby="chart">
          <h2 id="chart">Chart</h2>
          <ErrorBoundary panel="The chart" report={report}>
            <PriceChart />
          </ErrorBoundary>
        </section>
        <section aria-labelledby="portfolio">
          <h2 id="portfolio">Portfolio</h2>
          <ErrorBoundary panel="The portfolio" report={report}>
            <PortfolioPanel />
          </ErrorBoundary>
        </section>
      </main>
    </>
  );
}
