/** Where prices come from and how long they count; the only place that reads the environment and the address. */

import { COINS } from "./coins.ts";

/** Everything that can be set. */
export interface Settings {
  readonly feedUrl: string;
  readonly staleAfterMs: number;
  readonly silenceMs: number;
  readonly backoff: { readonly baseMs: number; readonly maxMs: number };
  readonly showsDiagnostics: boolean;
}

/** What the settings depend on. */
export interface Surroundings {
  readonly feedUrl: string | undefined;
  readonly address: URL;
}

const STALE_AFTER_MS = 10_000;
const SILENCE_MS = 5_000;
const BACKOFF = { baseMs: 500, maxMs: 30_000 };
/** What a page's address may hand on to the practice feed. */
const HANDED_ON = ["fault", "rate", "seed"];

/** The settings of the page that is open. */
export function readSettings(): Settings {
  return settingsFrom({ feedUrl: import.meta.env.VITE_FEED_URL, address: new URL(globalThis.location.href) });
}

/** The settings for these surroundings. */
export function settingsFrom({ feedUrl, address }: Surroundings): Settings {
  return {
    feedUrl: streamUrl(feedUrl, address),
    staleAfterMs: STALE_AFTER_MS,
    silenceMs: SILENCE_MS,
    backoff: BACKOFF,
    showsDiagnostics: address.searchParams.has("diagnostics"),
  };
}

function streamUrl(feedUrl: string | undefined, address: URL): string {
  const practice = `${address.protocol === "https:" ? "wss" : "ws"}://${address.host}`;
  const url = new URL("/stream", feedUrl || practice);
  // An exchange takes the slashes and the at-signs as they are.
  url.search = `streams=${COINS.map((coin) => `${coin.symbol.toLowerCase()}@miniTicker`).join("/")}`;
  if (!feedUrl) {
    for (const name of HANDED_ON) {
      const value = address.searchParams.get(name);
      if (value !== null) {
        url.searchParams.set(name, value);
      }
    }
  }
  return url.href;
}
