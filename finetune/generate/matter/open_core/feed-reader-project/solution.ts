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
  const known = reading.articles.some((one) => one.id === id);
  if (!known || reading.read.has(id)) return reading;
  return { ...reading, read: new Set([...reading.read, id]) };
}
