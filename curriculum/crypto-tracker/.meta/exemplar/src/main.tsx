/** Begins the page. */

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./App.tsx";
import { SetupError } from "./errors.ts";
import { readSettings } from "./settings.ts";
import { MarketProvider } from "./state/MarketProvider.tsx";
import { PortfolioProvider } from "./state/PortfolioProvider.tsx";
import "./styles.css";
import type { Problem } from "./ui/ErrorBoundary.tsx";
import { showUncaughtErrors } from "./ui/lastResort.ts";

/** A caught failure is on the page already; this is for whoever looks into the browser's log. */
function report({ panel, message, place }: Problem): void {
  console.error(`${panel}: ${message} (${place})`);
}

showUncaughtErrors(globalThis.window);
const root = document.getElementById("root");
if (root === null) {
  throw new SetupError("index.html has no element with the id root");
}
createRoot(root, { onCaughtError: () => undefined }).render(
  <StrictMode>
    <MarketProvider settings={readSettings()}>
      <PortfolioProvider store={localStorage}>
        <App report={report} />
      </PortfolioProvider>
    </MarketProvider>
  </StrictMode>,
);
