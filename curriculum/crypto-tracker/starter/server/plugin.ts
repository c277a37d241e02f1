/** Lets vite's own server answer the practice feed, so that one command starts everything. */

import type { Plugin, PreviewServer, ViteDevServer } from "vite";

import { serveFeed } from "./feed.ts";

/** The plugin. */
export function practiceFeed(): Plugin {
  return { name: "practice-feed", configureServer: attach, configurePreviewServer: attach };
}

function attach({ httpServer }: ViteDevServer | PreviewServer): void {
  if (httpServer !== null) {
    const close = serveFeed(httpServer);
    httpServer.once("close", close);
  }
}
