/** Which articles were read. */

import type { Article } from "./article.ts";

export interface Reading {
  readonly articles: readonly Article[];
  readonly read: ReadonlySet<string>;
}

export function unreadCount(reading: Reading): number {
  return reading.articles.filter((one) => !reading.read.has(one.id)).length;
}

/** The state once an article was read. For an unknown article, or one that was read, it is the very same state. */
export function markRead(reading: Reading, id: string): Reading {
  // TODO(human): the next state, or this one where nothing changes.
  throw new Error("TODO(human): markRead");
}
