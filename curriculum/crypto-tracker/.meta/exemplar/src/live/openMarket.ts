/** Puts the link and the market together, in the browser. */

import type { History } from "../chart/History.ts";
import { FeedLink, type LinkStatus } from "../feed/FeedLink.ts";
import { openSocket } from "../feed/openSocket.ts";
import type { PricesReceived } from "../prices/prices.ts";
import type { Settings } from "../settings.ts";
import type { Frames } from "./FrameBatch.ts";
import { LiveMarket, type Stats } from "./LiveMarket.ts";

/** What the link tells. */
export interface LinkChanged {
  readonly type: "link/changed";
  readonly status: LinkStatus;
}

/** A market that is open. */
export interface OpenMarket {
  stats(): Stats;
  stop(): void;
}

const FRAMES: Frames = {
  request: (draw) => requestAnimationFrame(draw),
  cancel: (frame) => cancelAnimationFrame(frame),
};

/** Opens the feed of these settings. */
export function openMarket(
  settings: Settings,
  history: History,
  dispatch: (action: PricesReceived | LinkChanged) => void,
): OpenMarket {
  const market = new LiveMarket({ frames: FRAMES, history, now: Date.now, dispatch });
  const link = new FeedLink({
    url: settings.feedUrl,
    open: openSocket,
    backoff: settings.backoff,
    silenceMs: settings.silenceMs,
    random: Math.random,
    onText: (text) => market.receive(text),
    onStatus: (status) => dispatch({ type: "link/changed", status }),
  });
  link.start();
  return {
    stats: () => market.stats,
    stop: () => {
      link.stop();
      market.stop();
    },
  };
}
