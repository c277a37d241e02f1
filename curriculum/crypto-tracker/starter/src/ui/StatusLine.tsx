/** Says how the link stands, to eyes and to screen readers. */

import type { ReactNode } from "react";

import type { LinkStatus } from "../feed/FeedLink.ts";
import { useLink } from "../state/contexts.ts";

/** The line. */
export function StatusLine(): ReactNode {
  const link = useLink();
  return <output className={`status ${link.kind}`}>{wordsOf(link)}</output>;
}

function wordsOf(link: LinkStatus): string {
  switch (link.kind) {
    case "connecting":
      return "Connecting …";
    case "live":
      return "Live";
    case "waiting":
      return `Connection lost. Next attempt in ${(link.delayMs / 1000).toFixed(1)} s.`;
    case "stopped":
      return "Stopped";
  }
}
