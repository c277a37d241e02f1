/** Task reconnect: a link that notices closed and silent connections, and comes back. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { FeedLink, type LinkStatus } from "../src/feed/FeedLink.ts";
import type { ConnectionEvents } from "../src/feed/openSocket.ts";

interface FakeSocket extends ConnectionEvents {
  isClosed: boolean;
}

function linked(): { link: FeedLink; sockets: FakeSocket[]; statuses: LinkStatus[]; texts: string[] } {
  const [sockets, statuses, texts]: [FakeSocket[], LinkStatus[], string[]] = [[], [], []];
  const link = new FeedLink({
    url: "ws://feed.example/stream",
    open: (_, events) => {
      const socket: FakeSocket = { ...events, isClosed: false };
      sockets.push(socket);
      return {
        close: () => {
          socket.isClosed = true;
        },
      };
    },
    backoff: { baseMs: 1000, maxMs: 8000 },
    silenceMs: 5000,
    random: () => 1,
    onText: (text) => texts.push(text),
    onStatus: (status) => statuses.push(status),
  });
  link.start();
  return { link, sockets, statuses, texts };
}

function waits(statuses: readonly LinkStatus[]): number[] {
  return statuses.flatMap((status) => (status.kind === "waiting" ? [status.delayMs] : []));
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a lost connection is tried again after the wait, and not before", () => {
  const { sockets, statuses } = linked();
  sockets[0]?.lost();
  vi.advanceTimersByTime(999);
  expect(sockets).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(sockets).toHaveLength(2);
  expect(statuses.map((status) => status.kind)).toEqual(["connecting", "waiting", "connecting"]);
});

test("each attempt that fails waits longer, also when the feed accepts and drops at once", () => {
  const { sockets, statuses } = linked();
  for (let attempt = 0; attempt < 5; attempt += 1) {
    sockets.at(-1)?.opened();
    sockets.at(-1)?.lost();
    vi.advanceTimersByTime(8000);
  }
  expect(waits(statuses)).toEqual([1000, 2000, 4000, 8000, 8000]);
});

test("a message ends the waiting: the next loss begins with the first wait", () => {
  const { sockets, statuses, texts } = linked();
  sockets[0]?.lost();
  vi.advanceTimersByTime(1000);
  sockets[1]?.lost();
  vi.advanceTimersByTime(2000);
  sockets[2]?.opened();
  sockets[2]?.text("hello");
  sockets[2]?.lost();
  expect(waits(statuses)).toEqual([1000, 2000, 1000]);
  expect(texts).toEqual(["hello"]);
});

test("a connection that falls silent is closed and counts as lost", () => {
  const { sockets, statuses } = linked();
  sockets[0]?.opened();
  vi.advanceTimersByTime(4000);
  sockets[0]?.text("one");
  vi.advanceTimersByTime(4999);
  expect(sockets[0]?.isClosed).toBe(false);
  vi.advanceTimersByTime(1);
  expect(sockets[0]?.isClosed).toBe(true);
  expect(statuses.at(-1)).toEqual({ kind: "waiting", delayMs: 1000 });
});

test("a loss that is told twice is one loss", () => {
  const { sockets, statuses } = linked();
  sockets[0]?.lost();
  sockets[0]?.lost();
  vi.advanceTimersByTime(1000);
  expect(sockets).toHaveLength(2);
  expect(waits(statuses)).toEqual([1000]);
});

test("a link that was stopped stays stopped", () => {
  const { link, sockets, statuses } = linked();
  sockets[0]?.lost();
  link.stop();
  vi.advanceTimersByTime(60_000);
  expect(sockets).toHaveLength(1);
  expect(statuses.at(-1)).toEqual({ kind: "stopped" });
});
